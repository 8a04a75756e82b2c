"""Signals of training load in words."""

from __future__ import annotations

from analysis.analysts.base import Safety
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.analysts.rules.wording import PRIORITIES, Evidence, advice, plainly, topic
from analysis.evidence import SignalFact, Value
from metrics.science.signals.model import Severity

OVERTRAINING = Safety(
    "overtraining",
    "If the tiredness stays after several easy days, or you feel ill or have pain, "
    "stop training and ask a doctor.",
)

ON_PURPOSE = "Was this session meant to be so long or hard, such as a race or a day out?"


def load_spike(signal: SignalFact, evidence: Evidence) -> Topic:
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
    calm = Advice("load", PRIORITIES[signal.severity], 7, stay)
    return topic(signal, "up", happened, means, advice=calm, question=ON_PURPOSE)


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
    easy = advice(signal, "load", 3, "Keep the next days easy, then go on from your usual level.")
    return topic(
        signal,
        "up",
        happened,
        say(means[signal.severity]),
        advice=None if signal.severity == "info" else easy,
        question=ON_PURPOSE,
    )


def ramp_high(signal: SignalFact, evidence: Evidence) -> Topic:
    ramp = evidence["ramp"]
    happened = say(
        "In the week up to {day} fitness rose by {ramp}, to {fitness}.",
        day=(ramp.id, "date"),
        ramp=ramp.id,
        fitness=evidence["fitness"].id,
    )
    means = say("Most bodies follow a rise of this pace for a short while only.")
    hold = advice(signal, "load", 7, "Hold the coming week at or below the load of the last one.")
    why = "Is this build-up planned, such as a training camp?"
    return topic(signal, "up", happened, means, advice=hold, question=why)


def monotony_high(signal: SignalFact, evidence: Evidence) -> Topic:
    happened = say(
        "Your days were much alike: monotony reached {monotony}, and a good mix of days stays below two.",
        monotony=evidence["monotony"].id,
    )
    means = say("Even days wear more than the same load split into hard and easy ones.")
    text = "Make one or two of the coming days clearly easier, and let the hard ones be hard."
    why = "Were your days meant to be this even?"
    return topic(signal, "flat", happened, means, advice=advice(signal, "intensity", 7, text), question=why)


def form_low(signal: SignalFact, evidence: Evidence) -> Topic:
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
    rest = "Rest or train easy until form is back in the range that you usually train in."
    return topic(
        signal,
        "down",
        happened,
        means,
        advice=advice(signal, "recovery", 5, rest),
        question="Is this depth planned, such as a training camp or a block before a race?",
        safety=OVERTRAINING if is_long else None,
    )


def form_high(signal: SignalFact, evidence: Evidence) -> Topic:
    form = evidence["form"]
    happened = say(
        "Form went up to {form} on {day}, more rest than any race needs.", form=form.id, day=(form.id, "date")
    )
    means = say("Rest of this length is paid for with fitness.")
    build = "Unless a race or an illness is behind it, this is a good week to build again."
    why = "Is this rest planned, or did something keep you from training?"
    return topic(signal, "up", happened, means, advice=advice(signal, "planning", 7, build), question=why)


def detraining(signal: SignalFact, evidence: Evidence) -> Topic:
    week = evidence.get("weekly_load")
    if week is None:
        happened = plainly(next(iter(evidence.values())))
    else:
        happened = say(
            "In the week up to {day} your load was {load}, where {usual} is usual for you.",
            day=(week.id, "date"),
            load=week.id,
            usual=(week.id, "baseline"),
        )
    means = say(
        "Endurance begins to fade after about ten days without training; what was built over years stays."
    )
    start = "Start again with short, easy sessions, and give the old load two or three weeks to come back."
    return topic(
        signal,
        "down",
        happened,
        means,
        advice=advice(signal, "load", 14, start),
        question="Is this a planned break, an illness or an injury, or did activities not arrive?",
    )


WORDINGS = {
    "load_spike": load_spike,
    "ramp_high": ramp_high,
    "monotony_high": monotony_high,
    "form_low": form_low,
    "form_high": form_high,
    "detraining": detraining,
}
