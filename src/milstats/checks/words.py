r"""What the words of a text say that its numbers count, in English and in Russian: offences, counters, measures.

In the lists, a blank stands for any white space, and `*` for the end of a word, whatever it is. There is no grammar beyond the clause.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from milstats.checks.periods import MONTHS, Days, pattern, periods_in
from milstats.model.numerals import Numeral, numerals
from milstats.model.vocabulary import Measure, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milstats.checks.pages import Block, Page
    from milstats.model.records import Dataset, Number, OffenceId

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
    Measure.SUSPENDED: "suspended|условн*", Measure.FINED: "fined|fines?|штраф*", Measure.ACQUITTED: "acquit*|оправда*",
    Measure.REGISTERED: "registered|зарегистр*",
    Measure.RESTRICTED: "restrict* (?:of|in|on)? ?(?:military )?service|ограничени* по (?:военной )?службе",
    Measure.IMPRISONED: "imprison*|jailed|behind bars|custod*|locked up|(?:sent to|prison) (?:prison|terms?|sentences?)|лишени* свободы|реальн* (?:срок*|лишени*)|колони*",
    Measure.CONVICTED: "convict*|found guilty|guilty|осужд*|осудил*|осудят|признан* виновн*|признали виновн*",
    Measure.SENTENCED: "sentence|sentences|sentenced|sentencing|verdicts?|rulings?|приговор*|приговар*|judge?ments?",
    Measure.CHARGED: "charged|charges|accused|indict*|prosecut*|обвиня*|обвинени*|обвинил*",
    Measure.CASE_OPENED: "opened|launched|initiated|возбу*|завел*|завёл*|заведен*|открыл*|открыт*",
    Measure.RESOLVED: "heard|considered|examined|resolved|adjudicat*|рассмотр*|рассматр*",
    Measure.BROUGHT_BEFORE_COURT: "trials?|tried|put on trial|предстал*|под суд*|судили|судят",
    Measure.RECEIVED_BY_COURT: "received|reach* (?:the )?(?:\\w+ )?courts?|made it to (?:the )?court*|sent to (?:the )?courts?|went to court|filed|поступ*|передан*|передал*|направ*|дошл*|дошед*|получил*",
}  # fmt: skip
# Conviction, verdict and sentence are one family; so is what comes before.
_VERDICT = frozenset({Measure.CONVICTED, Measure.SENTENCED, Measure.SUSPENDED, Measure.IMPRISONED, Measure.FINED, Measure.RESTRICTED})
_BEFORE = frozenset(Measure) - _VERDICT - {Measure.ACQUITTED}
FAMILIES = (_VERDICT, _BEFORE, frozenset({Measure.ACQUITTED}))
NOUNS = {
    Unit.PERSON: "soldiers?|servicem[ae]n|service members?|servicewom[ae]n|people|persons?|m[ae]n|troops|personnel|defendants?|deserters?|conscripts?|recruits?|fighters|refuseniks|russians"
    "|военн[ыо](?:х|й|е|м|го|ми)|военнослужащ*|солдат*|человек|людей|чел|мужчин*|бойц*|контрактник*|призывник*|мобилизованн*|обвиняем*|подсудим*|фигурант*|осужд[её]нн*|дезертир(?:ов|а|ы)?|отказник*",
    Unit.CASE: "cases?|proceedings|дел|дела|дело|делам|делах|делу|случа*",
    Unit.SENTENCE: "sentences?|verdicts?|convictions?|rulings?|judge?ments?|приговор*",
    Unit.CRIME: "crimes?|offen[cs]es?|преступлени*",
}
ANY_NOUN = "|".join(NOUNS.values())
_CONVICTED = "(?:convict(?:ed|s|ing)?|sentenced|found guilty|осуд(?:или|ил|ят)|осуждены|осуждено|осужд[её]н|признаны виновными)"
_PEOPLE = f"(?:{NOUNS[Unit.PERSON]})"
# That so many people were convicted, where # is the number.
SO_MANY_CONVICTED = (
    f"{_CONVICTED}(?: \\S+){{0,3}} #(?: \\S+){{0,2}} {_PEOPLE}|#(?: \\S+){{0,2}} {_PEOPLE}(?: \\S+){{0,3}} {_CONVICTED}|# (?:\\S+ )?осужд[её]нн\\w+"
    f"|found #(?: \\S+){{0,2}} {_PEOPLE} guilty|признал[аи]? виновными?(?: \\S+){{0,6}} #(?: \\S+)? {_PEOPLE}"
    "|#(?: \\S+){0,3} convictions|осужд[её]н[оы]? #"
)
# What was published when, which says nothing of what was counted when.
REPORTS = (
    "\\d{4} (?:report|study|studies|investigation|review|survey|article|analysis|paper|book)|(?:published|released|posted|issued|updated|dated|revised|reported|wrote|written) in (?:\\w+ )?\\d{4}"
    "|(?:опубликова\\w+|вышедш\\w+|обновл[её]нн\\w+|сообщи\\w+|писал\\w+) в (?:\\w+ )?\\d{4}"
)
COUNTERS = {
    "Judicial Department": "judicial department|судебн* департамент*|судебного департамента",
    "Prosecutor General's Office": "prosecutor[- ]general*|general prosecutor*|генпрокуратур*|генеральн* прокуратур*",
    "Mediazona": "m[eé]dia[- ]?zon*|медиазон*",
    "Proekt": 'proekt*|«проект*»|“проект*”|"проект*"|издани* проект',
    "Defence Ministry": "defen[cs]e ministry|ministry of defen[cs]e|минобороны|министерств* обороны",
    "The Insider": "the insider*|insider*", "BBC News Russian": "bbc*|би-би-си", "UN Special Rapporteur": "un special rapporteur|оон",
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
    "|раза?|по сравнению|против|чем|вырос*|увелич*|сократил*|снизил*|упал*|удвоил*|год(?:ом|а)? (?:ранее|раньше|назад|позже)|(?:прошл|предыдущ|следующ)\\w* (?:год*|месяц*)|тот же период|те же месяцы|до войны"
)
HEDGES = "(?:more|less|fewer|no more|no less|rather) than|(?:более|больше|менее) чем|up to the end"  # they compare nothing
HEARSAY = (
    "expect*|forecast*|predict*|estimat*|project(?:ed|s|ion|ions)|could|would|might|may (?:have|be|reach|exceed)|will|likely|probabl*|rumou?r*|alleg*|reportedly|unconfirmed|claim*|sources? (?:say|said|told|in)|supposed*|if"
    "|wrongly|mistak*|incorrect*|false*|misprint|myth|not \\d|(?:up to|as many as) \\d|ожида*|прогноз*|оцен(?:ка|ке|ки|ивает|ивают)|слух*|якобы|возможно|вероятно|может|могут|могло|будет|будут|предполож*|источник*|если|неверн*|ошибочн*"
    "|опечатк*|не \\d|до \\d"
)
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
# Counters that count in Russia only.
RUSSIAN_ONLY = {"Mediazona", "Proekt", "The Insider", "RTVI", "Verstka", "MO", "iStories", "The Barents Observer"}
_WAR, _MOBILISATION = date(2022, 2, 24), date(2022, 9, 21)  # where the table does not name these periods
_LAST_DAY, _LONG = 31, 6  # the last day of a month; letters of a name
_NEAR, _REACH, _LONGEST = 40, 300, 1500  # characters around a number, before a sentence, and of a sentence
_ABBREVIATION = re.compile(
    r"(?i)\b(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec|no|art|st|mrs?|dr|gen|approx|ст|гг|тыс|млн|чел|стр|руб|им|др|\w)[.]$"
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”’')\]]*\s+(?=[\"«“‘(\[—–-]*\s?[^\W_a-zа-яё])|\n")
_CLAUSE = re.compile(
    r"[;()]|:\s|,?\s(?:while|whereas|but|although|compared|against|versus|up from|down from|тогда как|но|против|по сравнению|хотя)\s"
    r"|,\s(?:а|than|чем|or|или)\s|,\s(?:(?:more than|nearly|about|almost|over|roughly|почти|более чем)\s)?(?:в\s)?\S+\s(?:times|раза?)\b",
    re.IGNORECASE,
)
# What parts two numbers, the best first: commas, "and" before no year, dashes.
_JOINTS = tuple(map(re.compile, (r",\s|;|\|", r"\s(?:and|or|и|или|а)\s(?!(?:19|20)\d\d\b)", r"\s[—–-]\s")))
_DATELINE = re.compile(r"[A-ZА-ЯЁ][\w ]{2,30}(?:[.,]\s[^.,]{3,20})?(?:,\s\d{4})?(?:\s\([A-Z]+\))?\s?[—–-]\s|[A-ZА-ЯЁ]{4,30}[,.]\s")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+(?![0-9])|.*[^0-9]$")
_ORDINAL = re.compile(r"[-:/]\d|[-–]?(?:й|я|го|м|х|ю|му|е|st|nd|rd|th)\b|[-–][A-Za-zА-Яа-я]")


class Reading(NamedTuple):
    """What some words name."""

    offences: frozenset[OffenceId]
    periods: tuple[Days, ...]
    counters: frozenset[str]
    measures: frozenset[Measure]
    units: frozenset[Unit]
    text: str


class Mention(NamedTuple):
    """A number that may count something, and what its clause, its sentence and the text before name.

    `offset` is the place of the sentence in its block. `is_russian` tells whether Russia's army is spoken of, None where nothing
    says so; `is_alone` whether the clause has no other number; `unit` is percent or years where the number is no count. `named`
    are the counters that the draft has named so far.
    """

    block: Block
    sentence: str
    offset: int
    numeral: Numeral
    clause: Reading
    whole: Reading
    wider: Reading
    is_russian: bool | None
    is_alone: bool
    unit: Unit | None
    named: frozenset[str]

    @property
    def found(self) -> str:
        """The number as the draft writes it."""
        return self.sentence[self.numeral.start : self.numeral.end]

    @property
    def values(self) -> tuple[Number, ...]:
        """What the number may mean: several values only where its digits are no groups of three."""
        return self.numeral.values[:1] if _GROUPED.match(self.found) else self.numeral.values


class Reader:
    """Reads texts by the offences, counters and periods of a table."""

    def __init__(self, dataset: Dataset) -> None:
        self._offences = {offence: _offence_words(dataset, offence) for offence in dataset.offences}
        counters = {figure.counter for figure in dataset.figures.values()}
        self._counters = {name: COUNTERS.get(name) or re.escape(name) for name in counters}
        starts = {name: period.start for name, period in dataset.periods.items()}
        self._days = (starts.get("wartime", _WAR), starts.get("mobilisation", _MOBILISATION))
        self.read = cache(self._read)

    def _read(self, text: str) -> Reading:
        """Return what a text names."""
        return Reading(
            frozenset(offence for offence, phrase in self._offences.items() if pattern(phrase).search(text)),
            periods_in(text, *self._days),
            frozenset(counter for counter, phrase in self._counters.items() if pattern(phrase).search(text)),
            frozenset(measure for measure, phrase in MEASURES.items() if pattern(phrase).search(text)),
            frozenset(unit for unit, phrase in NOUNS.items() if pattern(phrase).search(text)),
            text,
        )

    def mentions(self, draft: Page) -> Iterator[Mention]:
        """Yield the numbers of a draft that may count something; none if it is not about soldiers before courts."""
        if not self._has_topic(" ".join(block.text for block in draft.blocks)):
            return
        is_russian: bool | None = None
        last, named = "", frozenset[str]()
        for block in draft.blocks:
            before = last[-_REACH:]
            for offset, sentence in _sentences(block):
                whole = self.read(f"{block.around} | {sentence}" if block.around else sentence)
                if pattern(RUSSIA).search(sentence) or whole.counters & RUSSIAN_ONLY:
                    is_russian = True
                elif names_elsewhere(sentence):
                    is_russian = False
                named |= whole.counters
                for numeral, clause, is_alone in self._numbers(sentence):
                    unit, wider = _unit(sentence, numeral), self.read(before)
                    yield Mention(block, sentence, offset, numeral, clause, whole, wider, is_russian, is_alone, unit, named)
                before = f"{before} {sentence}"[-2 * _REACH :]
            last = last if block.around else block.text

    def _has_topic(self, text: str) -> bool:
        """Return whether a text names an offence, soldiers convicted or, where it is in another language, a Russian counter."""
        read = self.read(text)
        is_other_language = not re.search(r"(?i)\b(?:the|of|and|что|на|по)\b", text)
        is_about_verdicts = Unit.PERSON in read.units and bool(read.measures & FAMILIES[0]) and "militar" in text.casefold()
        return bool(read.offences) or is_about_verdicts or (is_other_language and bool(read.counters & RUSSIAN_ONLY))

    def _numbers(self, sentence: str) -> Iterator[tuple[Numeral, Reading, bool]]:
        """Yield the counts of a sentence, each with what its clause names and whether it is alone there."""
        found = [numeral for numeral in numerals(sentence) if sentence[numeral.start].isdigit() and _is_count(sentence, numeral)]
        for numeral in found:
            start, end, is_alone = _clause(sentence, numeral, found)
            end = self._end(sentence, numeral.end, end)
            yield numeral, self.read(_plain(sentence[start : numeral.start], sentence[numeral.start : end])), is_alone

    def _end(self, sentence: str, start: int, end: int) -> int:
        """Return where a clause ends without the commas behind its number that say neither when nor who counted."""
        for match in re.finditer(r",\s", sentence[start:end]):
            place = start + match.start()
            piece = re.split(r",\s", sentence[place + 2 : end])[0]
            read = self.read(piece)
            is_aside = re.match(r"(?i)(?:the|an?|which|who|where|when|most|some|что|кто|которы\w+)\s", piece) and not read.counters
            if is_aside or not (read.periods or read.counters) or pattern(COMPARISON).search(piece):
                return place
        return end


def _offence_words(dataset: Dataset, offence: OffenceId) -> str:
    """Return the words for an offence: of the lists, its article, and of its names those that are no common words of English."""
    record, listed = dataset.offences[offence], OFFENCES.get(offence)
    article = f"{ARTICLES} ?(?:[0-9, ]|and|и)*{re.escape(record.article)}" if record.article else None
    names = [
        re.sub(r"[-_ ]", "[- ]", name.replace(".", "[.]"))
        for name in (record.label, *record.aliases)
        if len(name) >= _LONG and (listed is None or not name.isascii() or name[0].isupper() or name.count("-") > 1)
    ]
    return "|".join(filter(None, (listed, article, *names)))


@lru_cache(maxsize=64)
def is_hearsay(sentence: str) -> bool:
    """Return whether a sentence forecasts, estimates or passes on what somebody says."""
    return pattern(HEARSAY).search(sentence) is not None


@lru_cache(maxsize=64)
def names_elsewhere(text: str) -> bool:
    """Return whether a text names another country, its army or people, beside the war itself and the place of its dateline."""
    text = _DATELINE.sub(" ", text, count=1) if _DATELINE.match(text) else text
    return pattern(ELSEWHERE).search(pattern(THE_WAR).sub(" ", text)) is not None


def _sentences(block: Block) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a block with their places."""
    start = 0
    for match in (*_SENTENCE.finditer(block.text), None):
        end = match.start() if match else len(block.text)
        if match and match[0] != "\n" and _ABBREVIATION.search(block.text[max(start, end - 12) : end]):
            continue
        while start + _LONGEST < end:  # nobody writes such a sentence
            cut = block.text.find(" ", start + _LONGEST, end)
            cut = cut if cut > 0 else end
            yield start, block.text[start:cut]
            start = cut
        if block.text[start:end].strip():
            yield start, block.text[start:end]
        start = match.end() if match else end


def _is_count(text: str, numeral: Numeral) -> bool:
    """Return whether a number may count something: it is no year, date, age, article, price, ordinal or score."""
    found, value = text[numeral.start : numeral.end], numeral.values[0]
    before, after = text[max(0, numeral.start - _NEAR) : numeral.start], text[numeral.end : numeral.end + _NEAR]
    has_noun = pattern(ANY_NOUN, r"\s(?:\w+\s)?").match(after) is not None
    if _unit(text, numeral) is Unit.YEAR:
        return True
    if (found[0] == "0" and found != "0") or before[-1:] in {"/", ":", "+", "-"} or _ORDINAL.match(after):
        return False
    if pattern(NO_COUNT_BEFORE, r"(?<![^\W\d])", r"[\s\"«“(]{0,2}$").search(before):
        return has_noun and value > _LAST_DAY
    is_date = pattern("|".join(MONTHS), r"\s(?:of\s)?").match(after) or pattern("|".join(MONTHS), after=r"\.?\s$").search(before)
    if (is_date and value <= _LAST_DAY) or pattern(NO_COUNT_AFTER, r"\s?").match(after):
        return False
    is_year = re.fullmatch("19[0-9]{2}|20[0-4][0-9]", found) is not None
    return has_noun if is_year else isinstance(value, int)


def _unit(text: str, numeral: Numeral) -> Unit | None:
    """Return the unit of a number that is no count: percent, or the years of an average sentence."""
    if pattern(PERCENT, r"\s?").match(text, numeral.end):
        return Unit.PERCENT
    is_mean = re.compile(r"\s(?:years?|лет|года?)\b").match(text, numeral.end) and re.search(r"(?i)average|mean|средн", text)
    return Unit.YEAR if is_mean else None


def _clause(sentence: str, numeral: Numeral, found: Sequence[Numeral]) -> tuple[int, int, bool]:
    """Return where the clause of a number begins and ends, cut between it and its neighbours, and whether it is alone there."""
    cuts = [match for match in _CLAUSE.finditer(sentence) if match[0] not in "()" or _has_number(sentence, match.start(), found)]
    start = max((match.end() if match[0][0] in ";:()" else match.start() for match in cuts if match.end() <= numeral.start), default=0)
    end = min((match.start() for match in cuts if match.start() >= numeral.end), default=len(sentence))
    is_alone = True
    for other in found:
        if start <= other.start < numeral.start:
            joints = _joints(sentence, other.end, numeral.start)
            is_alone, start = is_alone and bool(joints), max(start, joints[-1].end() if joints else other.end)
        elif numeral.start < other.start < end:
            joints = _joints(sentence, numeral.end, other.start)
            is_alone, end = is_alone and bool(joints), min(end, joints[0].start() if joints else other.start)
    return start, end, is_alone


def _joints(sentence: str, start: int, end: int) -> list[re.Match[str]]:
    """Return what best parts two numbers, or nothing."""
    return next(filter(None, ([*joint.finditer(sentence, start, end)] for joint in _JOINTS)), [])


def _has_number(sentence: str, place: int, found: Sequence[Numeral]) -> bool:
    """Return whether a number is inside the brackets of which one is at a place."""
    start, end = sentence.rfind("(", 0, place + 1), sentence.find(")", place)
    return any(start < numeral.start < (end if end >= 0 else len(sentence)) for numeral in found)


def _plain(before: str, after: str) -> str:
    """Return the words before and behind a number without asides in brackets and without the dates of reports."""
    before = re.sub(r"\([^()]*\)", " ", before)
    said = max((match.end() for match in re.finditer(r"\bthat\s|,\sчто\s", before)), default=0)
    before = re.sub(r"[0-9]", "", before[:said]) + before[said:]
    return pattern(REPORTS).sub(lambda match: re.sub(r"[0-9]", "", match[0]), before) + re.sub(r"\([^()]*\)", " ", after)
