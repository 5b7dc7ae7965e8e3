"""The words by which a draft says what its numbers count, in English and in Russian.

Offences are known by the labels and aliases of the table and, for those that the packaged table has, by the words that
newsrooms use for them. A phrase is where a word begins, so that every ending fits; `_` before a
space stands for any ending, and at the end of a phrase for none.
"""

from milstats.vocabulary import Measure, Unit

OFFENCES = {
    "draft_evasion": "draft evasion|draft evad|draft dodg|draft-dodg|dodging the draft|dodging conscription|evading the draft|evading conscription"
    "|evading the call-up|evading call-up|draft evaders|уклонени_ от призыва|уклонени_ от службы|уклонист|уклонени_ от срочной",
    "evasion_by_feigned_illness": "feign|fak_ illness|fak_ an illness|fak_ a disease|malinger|simulat_ illness|симуляц|симулир|уклонени_ от военной службы",
    "violence_against_commander": "violence against a commander|beating a commander|beating their commander|violence against superior|избиени_ командир",
    "voluntary_surrender": "voluntar_ surrender|surrendering voluntar|surrendering to the enemy|добровольн_ сдач|сдач_ в плен",
    "crimes_against_military_service": "crimes against military service|crimes against the military service|crimes against the military code"
    "|military crimes|offences against military service|offenses against military service|war-service crimes|преступлени_ против военной службы|воинск_ преступлени",
    "all_crimes": "crimes of any kind|crimes of every kind|all crimes|any crime|every crime|criminal offences of all kinds|все_ преступлени|любы_ преступлени"
    "|всем уголовным|по всем статьям",
    "disobeying_orders": "disobey|disobedien|insubordinat|failure to comply with an order|failure to carry out an order|failing to carry out an order"
    "|failing to follow order|failing to obey|failure to obey|failure to follow order|non-compliance with|noncompliance with|refusing an order|refusing order|refused an order"
    "|неисполнени_ приказ|неисполнени|неподчинени",
    "refusal_to_serve": "refusal to serve|refusing to serve|refused to serve|refusal to fight|refusing to fight|refused to fight|refuse to fight|refuse to serve|refusenik|refuser"
    "|refusal cases|refusal to go to war|refusing to go to war|отказник|отказ_ служить|отказ_ воевать|отказ_ от службы|отказ_ от участия|отказавш|пятисот",
    "awol": "awol|a.w.o.l|absence without|absent without|absence from_ unit|unauthori_ absen|unauthori_ abandon|unauthori_ leav|unauthori_ depart|abandon_ their unit|abandon_ a unit"
    "|abandon_ his unit|abandon_ unit|abandon_ their post|abandon_ a military unit|abandon_ their military|abandonment of a|abandonment of unit|abandonment of their|leaving their unit"
    "|leaving a unit|left their unit|leave their unit|leaving units|walked away from their unit|soch_|fled their unit|самовольн|самоволк|самоволь|соч_|оставлени_ части|сочинц",
    "desertion": "desert_|deserter|deserting|deserted|desertion|дезерт",
}
# What the loose words of headlines may also mean: a draft is never held to the narrow sense alone.
ALSO = {
    "desertion": ("refusal_to_serve", "awol"),
    "refusal_to_serve": ("disobeying_orders",),
}
MEASURES = {
    Measure.SUSPENDED: "suspended sentence|suspended term|suspended|условн",
    Measure.FINED: "fined|fines_|fine_|штраф",
    Measure.ACQUITTED: "acquit|оправда",
    Measure.IMPRISONED: "imprison|jailed|behind bars|custodial|prison term|sent to prison|prison sentence|sentenced to prison|лишени_ свободы|реальн_ срок|за решетк|колони",
    Measure.CONVICTED: "convict|found guilty|guilty|осужд|осудил|признан_ виновн|признали виновн|обвинительн_ приговор",
    Measure.SENTENCED: "sentence|verdict|приговорил|приговорен|приговар",
    Measure.CHARGED: "charged|charges_|accused|indict|prosecut|обвиня|обвинени|привлек",
    Measure.CASE_OPENED: "opened|launched|initiated|opening|возбу|завел|заведен",
    Measure.REGISTERED: "registered|recorded|зарегистр",
    Measure.ESTABLISHED: "committed|established",
    Measure.RESOLVED: "heard_|considered|reviewed|examined|resolved|adjudicat|ruled on|рассмотр|рассматр",
    Measure.BROUGHT_BEFORE_COURT: "trial|tried_|stood before|on the dock|brought before|судили|предстал|под суд",
    Measure.RECEIVED_BY_COURT: "received|reached court|reached the court|reached military court|made it to court|made it to the court|sent to court|filed|submitted|lodged|went to court|came to court"
    "|arrived|landed in court|landed on|поступ|передан|переда|направ|попал|дошл|дошло",
}
# Measures that drafts take for one another: what happened before the verdict, and the verdict.
STAGES = (
    frozenset({Measure.CASE_OPENED, Measure.CHARGED, Measure.REGISTERED, Measure.RECEIVED_BY_COURT, Measure.BROUGHT_BEFORE_COURT,
               Measure.RESOLVED, Measure.ESTABLISHED}),
    frozenset({Measure.CONVICTED, Measure.SENTENCED, Measure.RESOLVED, Measure.ESTABLISHED}),
    frozenset({Measure.IMPRISONED}),
    frozenset({Measure.SUSPENDED}),
    frozenset({Measure.FINED}),
    frozenset({Measure.ACQUITTED}),
    frozenset({Measure.RESTRICTED}),
)  # fmt: skip
UNITS = {
    Unit.PERSON: "soldier|servicem|servicewom|service member|people_|person|men_|troops|personnel|defendant|deserters_|draftee|conscripts_|recruit|fighters|refuseniks|military men|russians_|evaders"
    "|dodgers|человек|военнослужащ|военн_ осуд|военных_|военного_|военные_|солдат|людей|мужчин|бойц|контрактник|призывник|россиян|обвиняемых|фигурант|осужденных|осуждённых|дезертиров_|отказников_",
    Unit.CASE: "cases_|case_|proceedings|дел_|дела_|дело_|делам_|делах_|делу_|случа",
    Unit.SENTENCE: "sentences_|verdicts|convictions|rulings|приговор",
    Unit.CRIME: "crimes_|offences_|offenses_|преступлени",
}
# Words that make a number a part, a pace or a difference, which no figure of the whole can contradict.
NARROWING = (
    "of them|of whom|of these|of those|among them|among those|including|another|additional|further|in addition|most of|the rest|remaining|per month|per week|per day|a month|a week|a day"
    "|each month|each week|each day|every month|every week|every day|each working|monthly|weekly|daily|on average|average|region|oblast|krai|province|district|garrison|republic|officer"
    "|contract soldier|contract service|contractors|mobilized|mobilised men|mobilised soldier|mobilised serv|reservist|volunteer|women|brigade|division|regiment|army corps|battalion"
    "|up by|rose by|grew by|fell by|increased by|decreased by|increase of|drop of|decline of|dropped by|appeal|moscow region|in moscow|murmansk|arkhangelsk|karelia|komi_|crimea|chechnya|orenburg|sverdlovsk"
    "|st. petersburg|far east|siberia|in ukraine,|ukrainian soldier|ukrainian troops|ukrainian serv|ukraine’s own|ukraine's own|ukrainian army|ukrainian court|ukrainian prosecut|kyiv|in absentia"
    "|из них|среди них|в том числе|ещё|еще_|остальн|в месяц|в неделю|в день|ежемесячно|еженедельно|в среднем|област|край_|краю|республик|округ|гарнизон|офицер|контрактник|мобилизованн"
    "|доброволь|женщин|полк|бригад|дивизи|выросло на|увеличилось на|больше на|меньше на|украинск|москв|мурманск|карели|петербург|дагестан|бурят|чечн"
    "|the first time|since then|at one|single"
)
# Words that say who counted; a name behind them that the table does not know makes the count another's.
ATTRIBUTION = "according to|reported by|by a count of|counted by|compiled by|tallied by|citing|per data from|data from|estimates by|по данным|по подсчетам|по подсчётам|как сообщил|сообщает|подсчитал|со ссылкой на"
# What stands for the count of another day, which can't be placed.
RELATIVE = "a year later|years later|годом позже|через год|last year|this year|the previous year|previous year|a year earlier|the year before|next year|last month|this month|that year|a year ago|годом ранее|в прошлом году|в этом году|год назад|за предыдущий год|прошлого года|этого года|in recent years|that time|same period|аналогичн|за тот же период|the following year|two years|three years|годом раньше|so far"
COUNTERS = {
    "Judicial Department": "judicial department|supreme court|судебн_ департамент|судебного департамента|верховн_ суд",
    "Prosecutor General's Office": "prosecutor general|prosecutor-general|general prosecutor|генпрокуратур|генеральн_ прокуратур",
    "Mediazona": "mediazona|media zona|mediazon|медиазон",
    "Proekt": "proekt_|proekt's|proekt’s|project media|издани_ «проект|проект подсчитал|издание «проект|проекта_",
    "The Insider": "the insider|insider_",
    "BBC News Russian": "bbc|би-би-си",
    "UK Defence Intelligence": "uk defence intelligence|uk defense intelligence|british intelligence|british defence|uk ministry of defence|uk mod_|минобороны великобритании|британск_ разведк",
    "UN Special Rapporteur": "united nations|un special rapporteur|un rapporteur|u.n._|un report|оон_",
    "RTVI": "rtvi",
    "RBC": "rbc_|рбк",
    "Verstka": "verstka|вёрстк|верстк|вёрстка",
}
