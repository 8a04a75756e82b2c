"""A detector's signal in words: what happened, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.analysts.base import Category, Claim, Direction, Priority, Safety
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import Pack, SignalFact, Value
from analysis.words import LABELS
from metrics.science.signals.model import Severity

type Evidence = Mapping[str, Value]
"""The values of a signal by metric."""

type Wording = Callable[[SignalFact, Evidence], Topic]

PRIORITIES: dict[Severity, Priority] = {"act": "must", "watch": "should", "info": "could"}

OVERTRAINING = Safety(
    "overtraining",
    "If the tiredness stays after several easy days, or you feel ill or have pain, "
    "stop training and ask a doctor.",
)


def topic_of(pack: Pack, signal: SignalFact) -> Topic:
    """The topic of one signal of the pack; kinds without words of their own get general ones."""
    evidence = {value.metric: value for value in map(pack.by_id.__getitem__, signal.refs)}
    return WORDINGS.get(signal.kind, _other)(signal, evidence)


def _load_spike(signal: SignalFact, evidence: Evidence) -> Topic:
    if "run_distance" in evidence:
        return _long_run(signal, evidence["run_distance"])
    return _hard_day(signal, evidence["load"])


def _long_run(signal: SignalFact, run: Value) -> Topic:
    happened = say(
        "Your run on {day} was {distance}, {more} longer than your longest of the month before.",
        day=(run.id, "date"),
        distance=run.id,
        more=(run.id, "pct_change"),
    )
    means = say(
        "In a large study of runners, jumps like this went with injuries; changes of weekly totals did not."
    )
    stay = say(
        "Keep the next runs easy, and stay near {longest} once before you go further.",
        longest=(run.id, "baseline"),
    )
    return _topic(signal, "up", happened, means, advice=_advice(signal, "load", 7, stay))


def _hard_day(signal: SignalFact, load: Value) -> Topic:
    if load.baseline:
        happened = say(
            "On {day} your load was {load}, {more} above the highest day of the month before.",
            day=(load.id, "date"),
            load=load.id,
            more=(load.id, "pct_change"),
        )
    else:
        happened = say(
            "On {day} your load was {load} after a month of rest.", day=(load.id, "date"), load=load.id
        )
    means: dict[Severity, str] = {
        "info": "A step of this size is worth knowing, and no reason to worry.",
        "watch": "A jump of this size asks more of muscles and tendons than they are used to.",
        "act": "A jump of this size is far more than muscles and tendons are used to.",
    }
    easy = _advice(signal, "load", 3, say("Keep the next days easy, then go on from your usual level."))
    advice = None if signal.severity == "info" else easy
    return _topic(signal, "up", happened, say(means[signal.severity]), advice=advice)


def _ramp_high(signal: SignalFact, evidence: Evidence) -> Topic:
    ramp = evidence["ramp"]
    happened = say(
        "In the week up to {day} fitness rose by {ramp}, to {fitness}.",
        day=(ramp.id, "date"),
        ramp=ramp.id,
        fitness=evidence["fitness"].id,
    )
    means = say("Most bodies follow a rise of this pace for a short while only.")
    hold = say("Hold the coming week at or below the load of the last one.")
    return _topic(signal, "up", happened, means, advice=_advice(signal, "load", 7, hold))


def _monotony_high(signal: SignalFact, evidence: Evidence) -> Topic:
    happened = say(
        "Your days were much alike: monotony reached {monotony}, and a good mix of days stays below two.",
        monotony=evidence["monotony"].id,
    )
    means = say("Even days wear more than the same load split into hard and easy ones.")
    mix = say("Make one or two of the coming days clearly easier, and let the hard ones be hard.")
    return _topic(signal, "flat", happened, means, advice=_advice(signal, "intensity", 7, mix))


def _form_low(signal: SignalFact, evidence: Evidence) -> Topic:
    form = evidence["form"]
    happened = say(
        "Form went down to {form} on {day}, with fatigue {fatigue} far above fitness {fitness}.",
        form=form.id,
        day=(form.id, "date"),
        fatigue=evidence["fatigue"].id,
        fitness=evidence["fitness"].id,
    )
    is_long = signal.severity == "act"
    means = say(
        "It has been this low for a week or more, and more training will not mend that."
        if is_long
        else "A few days at this depth belong to hard training; weeks of them do not."
    )
    rest = say("Rest or train easy until form is back in the range that you usually train in.")
    advice = _advice(signal, "recovery", 5, rest)
    return _topic(signal, "down", happened, means, advice=advice, safety=OVERTRAINING if is_long else None)


def _form_high(signal: SignalFact, evidence: Evidence) -> Topic:
    form = evidence["form"]
    happened = say(
        "Form went up to {form} on {day}, more rest than any race needs.", form=form.id, day=(form.id, "date")
    )
    means = say("Rest of this length is paid for with fitness.")
    build = say("Unless a race or an illness is behind it, this is a good week to build again.")
    return _topic(signal, "up", happened, means, advice=_advice(signal, "planning", 7, build))


def _data_gap(signal: SignalFact, evidence: Evidence) -> Topic:
    gap = evidence["days_without_data"]
    happened = say("Nothing arrived for {days}, from {day} on.", days=gap.id, day=(gap.id, "date"))
    means = say("What is said about that time rests on the days around it.")
    check = say("Check that your watch synchronises, or import the files of those days.")
    question = "Was the watch off in the days without data, or did they not synchronise?"
    advice = _advice(signal, "planning", 7, check)
    return _topic(signal, "flat", happened, means, advice=advice, question=question)


def _other(signal: SignalFact, evidence: Evidence) -> Topic:
    return _topic(signal, "mixed", *(_plainly(value) for value in evidence.values()))


def _plainly(value: Value) -> Claim:
    stood = f"{LABELS.get(value.metric, 'A value')} was {{value}} on {{day}}"
    if value.baseline is None:
        return say(f"{stood}.", value=value.id, day=(value.id, "date"))
    return say(
        f"{stood}, where {{usual}} is usual for you.",
        value=value.id,
        day=(value.id, "date"),
        usual=(value.id, "baseline"),
    )


def _topic(
    signal: SignalFact,
    direction: Direction,
    *claims: Claim,
    advice: Advice | None = None,
    question: str = "",
    safety: Safety | None = None,
) -> Topic:
    return Topic(
        kind=signal.kind,
        direction=direction,
        severity=signal.severity,
        confidence=signal.confidence,
        claims=claims,
        signal_uids=(signal.uid,),
        advice=advice,
        question=question,
        safety=safety,
    )


def _advice(signal: SignalFact, category: Category, days: int, claim: Claim) -> Advice:
    return Advice(category, PRIORITIES[signal.severity], days, claim)


WORDINGS: dict[str, Wording] = {
    "load_spike": _load_spike,
    "ramp_high": _ramp_high,
    "monotony_high": _monotony_high,
    "form_low": _form_low,
    "form_high": _form_high,
    "data_gap": _data_gap,
}
