r"""The words by which texts say what their numbers count, in English and in Russian, as patterns.

A blank stands for any white space, and `*` for the end of a word, whatever it is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from milstats.model.vocabulary import Measure, Unit

# Offences of the packaged table; others are known by their labels and aliases.
OFFENCES = {
    "awol": "awol|a[.]w[.]o[.]l|absen* without|unauthori[sz]ed (?:absen*|abandon*|leav*|depart*)|(?:abandon*|leav*|left|fled|quit*|walk* (?:away|out) (?:from|of)|flee*)"
    " (?:of )?(?:(?:their|his|a|the|own|military) ){0,3}(?:units?|posts?|barracks)|article-337|самовол*|соч|сзч|оставлени* (?:воинской |места )?(?:части|службы)|самовільн*",
    "desertion": "desert|deserted|deserting|desertions?|deserters?|дезерт*",
    "disobeying_orders": "disobe*|insubordinat*|(?:fail*|refus*) to (?:follow|obey|carry out|execute|comply with|fulfil*)(?: \\w+){0,3} orders?|non-?compliance with|refus* (?:an |of )?orders?"
    "|неисполнени*|неподчинени*|невыполнени* приказ*",
    "refusal_to_serve": "refus* (?:to )?(?:serve|fight|go to war|go to the front)|refus* of service|refuseniks?|refusal-to-serve|refusal cases|refus* to (?:serve|fight)|refusing service"
    "|отказ* (?:от (?:службы|участия)|служить|воевать|служить)|отказник*|отказавш* (?:воевать|служить|от службы)|пятисот*",
    "evasion_by_feigned_illness": "feign*|fak* (?:an |a )?(?:illness*|disease*)|malinger*|симуляц*|симулир*|симулянт*",
    "violence_against_commander": "violen* (?:acts )?against (?:a |their |his )?(?:commander*|superior*)|beat* (?:a |their |his )?commander*|(?:избиени*|насили* в отношении) (?:командир*|начальник*)",
    "voluntary_surrender": "voluntar* surrender*|surrender* voluntar*|добровольн* сдач*",
    "crimes_against_military_service": "(?:crimes?|offen[cs]es?) against (?:the )?military (?:service|code)|military crimes?|преступлени* против военной службы|воинск* преступлени*",
    "all_crimes": "(?:crimes?|offen[cs]es?) of (?:any|all|every) (?:kinds?|sorts?)|(?:any|all|every) (?:crimes?|offen[cs]es?)|преступлени* (?:всех|любых|всякого) (?:видов|рода|вида)"
    "|(?:все|всех|любые|любых) преступлени*|по всем статьям",
    "draft_evasion": "draft[- ](?:evasion|evad*|dodg*)|(?:dodg*|evad*|evasion of) (?:the |a )?(?:draft|conscription|call-up|military draft)|уклон* от (?:призыва|армии|срочной|службы)|уклонист*",
}  # fmt: skip
ARTICLES = "(?:article|articles|art[.]|ст[.]|стать*|статей)"
# What the loose words of headlines may mean besides.
LOOSE = {"desertion": ("awol", "refusal_to_serve"), "refusal_to_serve": ("awol", "desertion", "disobeying_orders")}

MEASURES = {
    Measure.SUSPENDED: "suspended|условн*",
    Measure.FINED: "fined|fines?|штраф*",
    Measure.ACQUITTED: "acquit*|оправда*",
    Measure.RESTRICTED: "restrict* (?:of|in|on)? ?(?:military )?service|ограничени* по (?:военной )?службе",
    Measure.IMPRISONED: "imprison*|jailed|behind bars|custod*|locked up|(?:sent to|prison) (?:prison|terms?|sentences?)|лишени* свободы|реальн* (?:срок*|лишени*)|колони*",
    Measure.CONVICTED: "convict*|found guilty|guilty|осужд*|осудил*|осудят|признан* виновн*|признали виновн*",
    Measure.SENTENCED: "sentence|sentences|sentenced|sentencing|verdicts?|rulings?|приговор*|приговар*|judge?ments?",
    Measure.CHARGED: "charged|charges|accused|indict*|prosecut*|обвиня*|обвинени*|обвинил*",
    Measure.CASE_OPENED: "opened|launched|initiated|возбу*|завел*|завёл*|заведен*|открыл*|открыт*",
    Measure.REGISTERED: "registered|зарегистр*",
    Measure.RESOLVED: "heard|considered|examined|resolved|adjudicat*|рассмотр*|рассматр*",
    Measure.BROUGHT_BEFORE_COURT: "trials?|tried|put on trial|предстал*|под суд*|судили|судят",
    Measure.RECEIVED_BY_COURT: "received|reach* (?:the )?(?:\\w+ )?courts?|made it to (?:the )?court*|sent to (?:the )?courts?|went to court|filed|поступ*|передан*|передал*|направ*|дошл*|дошед*|получил*",
}
# Conviction, verdict and sentence are one family; so is what comes before.
_VERDICT = frozenset({Measure.CONVICTED, Measure.SENTENCED, Measure.SUSPENDED, Measure.IMPRISONED, Measure.FINED, Measure.RESTRICTED})
_BEFORE = frozenset(Measure) - _VERDICT - {Measure.ACQUITTED}
FAMILIES = (_VERDICT, _BEFORE, frozenset({Measure.ACQUITTED}))
CONVICTED = "convict(?:ed|s|ing)?|found guilty|осуд(?:или|ил|ят)|осуждены|осуждено|осуждён|осужден|осуждённых|осужденных|признаны виновными"

NOUNS = {
    Unit.PERSON: "soldiers?|servicem[ae]n|service members?|servicewom[ae]n|people|persons?|m[ae]n|troops|personnel|defendants?|deserters?|conscripts?|recruits?|fighters|refuseniks|russians"
    "|военн[ыо](?:х|й|е|м|го|ми)|военнослужащ*|солдат*|человек|людей|чел|мужчин*|бойц*|контрактник*|призывник*|мобилизованн*|обвиняем*|подсудим*|фигурант*|осужд[её]нн*|дезертир(?:ов|а|ы)?|отказник*",
    Unit.CASE: "cases?|proceedings|дел|дела|дело|делам|делах|делу|случа*",
    Unit.SENTENCE: "sentences?|verdicts?|convictions?|rulings?|judge?ments?|приговор*",
    Unit.CRIME: "crimes?|offen[cs]es?|преступлени*",
}
COUNTERS = {
    "Judicial Department": "judicial department|судебн* департамент*|судебного департамента",
    "Prosecutor General's Office": "prosecutor[- ]general*|general prosecutor*|генпрокуратур*|генеральн* прокуратур*",
    "Defence Ministry": "defen[cs]e ministry|ministry of defen[cs]e|минобороны|министерств* обороны",
    "Mediazona": "m[eé]dia[- ]?zon*|медиазон*",
    "Proekt": "proekt*|«проект*»|“проект*”|\"проект*\"|издани* проект",
    "The Insider": "the insider*|insider*",
    "BBC News Russian": "bbc*|би-би-си",
    "UN Special Rapporteur": "un special rapporteur|united nations|оон",
    "RTVI": "rtvi", "RBC": "rbc|рбк", "Verstka": "verstka*|в[её]рстк*", "MO": "«мо»|МО", "Rosstat": "rosstat*|росстат*", "Bumaga": "bumaga*|«?бумаг[аи]»?",
    "iStories": "istories|important stories|важны* истори*", "The Barents Observer": "barents observer*|barents*",
    "Sibir.Realii and Systema": "sibir[.]realii|сибирь[.]реалии|systema|система",
}  # fmt: skip
RUSSIA = "russia*|russian*|moscow*|kremlin|росси*|рф|москв*|кремл*|российск*"
# Other armies, countries and their people.
ELSEWHERE = (
    "ukrainian*|ukraine(?:['’]s)?|kyiv*|kiev*|украин*|киев*|belarus*|белорус*|беларус*|minsk*|минск*|kazakh*|казах*|israel*|израил*|korea*|коре[йия]*|seoul|german*|germany*|berlin*|герман*|немец*"
    "|american*|u[.]s[.]|us army|gis?|united states|сша|американ*|british|britain*|британ*|uk|polish|poland*|польш*|польск*|finland|finnish|helsinki|финлянд*|финск*|хельсинки|lithuania*|литв*"
    "|latvia*|латв*|estonia*|эстон*|armenia*|армен*|армян*|georgia|georgian*|грузи*|azerbaijan*|азербайдж*|france|french|франц*|italy|italian*|итал*|turk*|турц*|турец*|china|chinese|китай*|китая"
    "|syria*|сири*|iran*|иран*|india*|swed*|швеци*|norw*|норвег*|czech*|чехи*|serbia*|серби*|japan*|япон*|taiwan*|canad*|австрал*|austral*|spain|spanish|испан*|greek|greece|греци*|moldov*|молдав*"
    "|wehrmacht|вермахт*|1917*|191\\d|194\\d|first world war|second world war|перв* миров*|втор* миров*|civil war|гражданск* войн*|red army|красн* арми*|красные|soviet*|советск*|афган*|afghan*|vietnam*|вьетнам*"
)
# Phrases in which another country is no army: the war, its place, and who comments on it.
THE_WAR = (
    "(?:inva\\w+|attack\\w*|war|fight\\w*|front|offensive|operation|troops|deployed|sent|return\\w*|back|regions|territor\\w+|areas|parts|serv\\w+)(?: (?:of|in|on|against|to|with|into|the|for|occupied|annexed)){0,4} ukraine"
    "|(?:войн|вторжени|фронт|боев|служб|арми|отправ|област|район|территори)\\w*(?: (?:в|на|с|против|территори\\w+|оккупированн\\w+)){1,2} украин\\w*"
    "|(?:british|uk|u[.]k[.]|британск\\w+) (?:military )?(?:intelligence|defen[cs]e|ministry|review|mod|officials?|разведк\\w*|минобороны|обзор\\w*)|ukrainska pravda|украинск\\w+ правд\\w*|kyiv independent"
    "|ukrain\\w+(?: \\w+)? front|(?:to|from|in) ukraine|в украине|на украине|в украину|на украину"
)
# What makes a number a part of the whole, of one place or of another crime: no figure of the whole contradicts it.
NARROWER = (
    "of (?:them|whom|these|those|which)|among (?:them|these|those)|including|another|additional|further|(?:in|over) (?:one|a single)|in absentia|appeal*|region|oblast|district|garrison*|republic|province"
    "|city|town|village|brigade|regiment|division|battalion|company|officers?|women|volunteers?|contract (?:soldiers?|servicemen)|mobili[sz]ed (?:soldiers?|men|servicemen)"
    "|(?:per|a|each|every) (?:day|week|month|working day)|daily|weekly|monthly|on average|average|из них|среди них|в том числе|включая|ещё|еще|дополнительно|област[ьи]|кра[йея]|округ*|гарнизон*"
    "|республик*|город*|бригад*|полк[аеу]?|дивизи*|батальон*|рот[аеы]|офицер*|женщин*|доброволь*|в (?:день|неделю|месяц)|ежедневно|еженедельно|ежемесячно|в среднем|контрактник*|мобилизованн*"
    "|theft*|murder*|rape*|fraud*|drug*|robber*|brib*|corruption|assault*|spy*|espionage|treason|terror*|extremis*|краж*|убийств*|изнасил*|мошенн*|наркот*|грабеж*|разбо*|взятк*|измен*|шпион*|террор*"
)
COMPARISON = (
    "than|times|compar*|against|versus|vs|from \\d[^,;]{0,60} to \\d|up from|down from|rose|risen|rise|grew|grown|growth|increas*|jump*|doubl*|tripl*|fell|fall|drop*|declin*"
    "|(?:the )?(?:same|previous|preceding|prior|last|following|next) (?:year|month|period|time)|(?:a )?year (?:before|earlier|ago|later)|before the war|pre-war"
    "|раза?|по сравнению|против|чем|вырос*|увелич*|сократил*|снизил*|упал*|удвоил*|год(?:ом|а)? (?:ранее|раньше|назад|позже)|(?:прошл|предыдущ|следующ)* (?:год*|месяц*)|тот же период|те же месяцы|до войны"
)
HEARSAY = (
    "expect*|forecast*|predict*|estimat*|project(?:ed|s|ion|ions)|could|would|might|may (?:have|be|reach|exceed)|will|likely|probabl*|rumou?r*|alleg*|reportedly|unconfirmed|claim*|sources? (?:say|said|told|in)|supposed*|if"
    "|wrongly|mistak*|incorrect*|false*|misprint|myth|not \\d|(?:up to|as many as) \\d|ожида*|прогноз*|оцен(?:ка|ке|ки|ивает|ивают)|слух*|якобы|возможно|вероятно|может|могут|могло|будет|будут|предполож*|источник*|если|неверн*|ошибочн*"
    "|опечатк*|не \\d|до \\d"
)
WARTIME = (
    "(?:since|from|after) (?:the )?(?:(?:start|beginning|outbreak|onset|launch) of )?(?:(?:the|its|moscow['’]s|russia['’]s|putin['’]s|full-scale|full scale|2022|war|current) ){0,3}(?:invasion|war|moscow invaded|russia invaded|hostilities)"
    "|since (?:moscow|russia|putin|february 2022|24 february 2022|february 24,? 2022)(?: invaded)?|(?:in|during) wartime|(?:during|throughout) the (?:full-scale )?war|in (?:the )?(?:\\w+ )*years? of (?:the )?war|over (?:\\S+ ){1,5}years of (?:the )?war"
    "|с начала (?:(?:полномасштабно[йг]о?|российского|этой) )?(?:вторжения|войны|сво)|за (?:вс[её] время|всю|время|годы) (?:полномасштабной )?войн[ыу]|с февраля 2022(?:-го)?(?: года)?|за (?:\\S+ ){1,5}(?:года?|лет) войны|во время войны"
)
MOBILISATION = "since (?:the )?(?:(?:start|beginning|announcement) of )?(?:the )?mobili[sz]ation|since mobili[sz]ation (?:was|began)|с (?:начала|объявления) мобилизации"
MONTHS = (
    "jan(?:uary)?|январ[ьяею]", "feb(?:ruary)?|феврал[ьяею]", "mar(?:ch)?|март[аеу]?", "apr(?:il)?|апрел[ьяею]", "may|ма[йяеюь]", "june?|июн[ьяею]",
    "july?|июл[ьяею]", "aug(?:ust)?|август[аеу]?", "sept?(?:ember)?|сентябр[ьяею]", "oct(?:ober)?|октябр[ьяею]", "nov(?:ember)?|ноябр[ьяею]", "dec(?:ember)?|декабр[ьяею]",
)  # fmt: skip
SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "вос": 8, "дев": 9, "дес": 10, "одинн": 11,
}  # fmt: skip
# What stands before and after numbers that count nothing that the table counts.
NO_COUNT_BEFORE = (
    f"{ARTICLES}(?:[ \\d.,–-]|and|и|or|или)*|(?:§|№|no[.]|number|part|ч[.]|част[ьи]|пункт*|paragraph|page|p[.]|стр[.]|chapter|section|глав[аеы]|aged?|age of|возраст*|закон*|фонд*|опись|дом|улица|room|цифры)"
    "|[$€£₽¥]|us[$]"
)
NO_COUNT_AFTER = (
    "[- ]?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)|h|лет|год|года|году|годы|годов|гг?[.]|месяц*|недел*|дн[яей]*|день|суток|сутки|час*|минут*|секунд*|km|kms|kilomet*|км|километр*|метр*|mm|мм|kg|кг|мб|mb|degrees|градус*"
    "|[€₽£$]|руб*|roubles?|rubles?|dollars?|euros?|долл*|евро|тенге|грив*|mln|bn|млн|млрд|трлн|million|billion|trillion|миллион*|миллиард*|times|раза?|a[.]m[.]|p[.]m[.]|pages?|страниц*|полос|статей|articles?|votes?|points?|очк*"
)
PERCENT = "%|percent|per cent|процент*"


@cache
def pattern(words: str, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    """Return the pattern that finds some words whatever their case and spacing, between two other patterns."""
    text = re.sub(r"(?<![)\]}])\*", r"\\w*", words).replace(" ", r"\s+")
    return re.compile(f"{before}(?:{text}){after}", re.IGNORECASE)


class Days(NamedTuple):
    """A period as a text gives it; a start or an end of None is left open."""

    start: date | None
    end: date | None


_MONTH = "|".join(MONTHS)
_YEAR = r"((?:19|20)\d\d)(?![\d%]|[.,]\d)(?:-?(?:го|м|й|х|ом|му))?(?:\s+(?:год\w*|гг?\.))?"
_DAY = r"(?:(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
_TO = r"\s*(?:to|through|until|and|–|—|-|по|до|и)\s*"
# From a month to a month; from a year to a year; by a day or month; so many months of a year; a day or month; a year.
_TIMES = tuple(
    re.compile(rf"(?<!\w){text}", re.IGNORECASE)
    for text in (
        rf"{_DAY.format('day')}(?P<month>{_MONTH})\.?(?:\s+{_YEAR.replace('(', '(?P<year>', 1)})?{_TO}{_DAY.format('day2')}(?P<month2>{_MONTH})\b\.?(?:\s+(?:of\s+)?{_YEAR.replace('(', '(?P<year2>', 1)})?",
        rf"{_YEAR.replace('(', '(?P<year>', 1)}{_TO}(?:in\s+|в\s+)?{_YEAR.replace('(', '(?P<year2>', 1)}",
        rf"(?P<until>by|as of|until|till|through|to|up to|к|по|до)\s+(?:the\s+)?(?:start of\s+|(?P<late>end of|late|конц[уае])\s+)?{_DAY.format('day')}(?:of\s+)?"
        rf"(?:(?P<month>{_MONTH})(?:\s+(?P<day2>\d{{1,2}}),)?\s+)?{_YEAR.replace('(', '(?P<year>', 1)}",
        rf"(?P<which>first|last|second|перв\w+|последни\w+|втор\w+|h[12])(?:\s+(?P<count>\w+))?(?:\s+(?P<unit>half|quarter|months?|полугоди\w+|полови\w+|квартал\w*|месяц\w*))?(?:\s+(?:of|in))?\s+{_YEAR.replace('(', '(?P<year>', 1)}",
        rf"{_DAY.format('day')}(?P<month>{_MONTH})\.?(?:\s+(?P<day2>\d{{1,2}}))?,?\s+(?:of\s+)?{_YEAR.replace('(', '(?P<year>', 1)}",
        rf"{_YEAR.replace('(', '(?P<year>', 1)}",
    )
)


@cache
def periods_in(text: str, wartime: date, mobilisation: date) -> tuple[Days, ...]:
    """Return the periods that a text names; a single day counts only as the end of one."""
    found: list[Days] = []
    starts = [day for phrase, day in ((MOBILISATION, mobilisation), (WARTIME, wartime)) if pattern(phrase).search(text)]
    text = re.sub(rf"(?i)between (?:{_MONTH})(?: \d{{4}})? and |(?:\d+ )?\b(?:{_MONTH})(?: \d{{4}})? (?:or|или) (?=(?:\d+ )?(?:{_MONTH})\b)", "", text)
    bare: tuple[int, int] | None = None  # months whose year stands elsewhere
    for phrase in (MOBILISATION, WARTIME):
        text = pattern(phrase).sub(lambda match: "|" * len(match[0]), text)
    for times in _TIMES:
        for match in times.finditer(text):
            days = _days(match.groupdict())
            if days is None and match.groupdict().get("month2"):
                bare = (_month(match["month"]), _month(match["month2"]))
            if days is not None and (days.start is None or days.start != days.end):
                found.append(days)
        text = times.sub(lambda match: "|" * len(match[0]), text)
    if bare is not None and len(found) == 1 and found[0].end is not None:
        found = [Days(date(found[0].end.year, bare[0], 1), _month_end(found[0].end.year, bare[1]))]
    if starts:
        ends = [days.end for days in found if days.start is None]
        found = [*(days for days in found if days.start is not None), Days(starts[0], ends[0] if ends else None)]
    return tuple(dict.fromkeys(found))


def _days(parts: dict[str, str | None]) -> Days | None:
    """Return the days that the parts of a period make up, or None where they make up none."""
    year, month, count = int(parts.get("year") or parts.get("year2") or 0), parts.get("month"), parts.get("count")
    last_year = int(parts.get("year2") or year)
    if not year:
        return None
    try:
        if parts.get("until"):
            return Days(
                None,
                date(year, _month(month), _number(parts)) if month and _number(parts) else _month_end(year, _month(month) if month else 12),
            )
        if parts.get("month2"):
            first, last = _month(month), _month(parts["month2"])
            start = date(year - (first > last and not parts.get("year")), first, int(parts.get("day") or 1))
            return Days(start, date(last_year, last, int(parts["day2"] or 0)) if parts.get("day2") else _month_end(last_year, last))
        if parts.get("which"):
            return _part_of_year(year, (parts["which"] or "").lower(), (count or "").lower(), (parts.get("unit") or "").lower())
        if month:
            day = _number(parts)
            return Days(date(year, _month(month), day or 1), date(year, _month(month), day) if day else _month_end(year, _month(month)))
    except ValueError:  # no such day
        return None
    return Days(date(year, 1, 1), date(last_year, 12, 31))


def _number(parts: dict[str, str | None]) -> int:
    return int(parts.get("day") or parts.get("day2") or 0)


def _part_of_year(year: int, which: str, count: str, unit: str) -> Days | None:
    """Return so many months of a year: "first half", "last ten months", "H1"."""
    named = unit or count
    length = (
        6 if named.startswith(("half", "полуго", "полови")) or which[0] == "h" else 3 if named.startswith(("quarter", "квартал")) else 0
    )
    if not length and unit.startswith(("month", "месяц")):
        length = int(count) if count.isdigit() else next((number for stem, number in SPELLED.items() if count.startswith(stem)), 0)
    if not 0 < length < len(MONTHS):
        return None
    is_last = which.startswith(("last", "second", "послед", "втор", "h2"))
    return Days(date(year, 13 - length if is_last else 1, 1), _month_end(year, 12 if is_last else length))


@cache
def _month(word: str | None) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if re.fullmatch(month, word or "", re.IGNORECASE))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
