"""How am I? One sentence, with the numbers that answer it."""

from __future__ import annotations

from analysis.analysts.base import Claim
from analysis.analysts.rules.own_word import what_stops
from analysis.analysts.rules.recovery import weak_spots
from analysis.analysts.rules.signals import is_past
from analysis.analysts.rules.stage import Band, Stage, Trend, band_of, stage_of, trend_of
from analysis.analysts.rules.topic import say
from analysis.evidence import Pack

STATES = {
    Band.LOADED: "You are carrying fatigue",
    Band.BALANCED: "You are in balance",
    Band.FRESH: "You are fresh",
    Band.RESTED: "You are fully rested",
}
TRENDS = {
    Trend.RISING: "and fitness has risen to {fitness}",
    Trend.STEADY: "with fitness steady at {fitness}",
    Trend.FALLING: "while fitness has eased to {fitness}",
    Trend.UNKNOWN: "with fitness at {fitness}",
}
ATTENTION = {
    "illness_onset": "your body works harder at rest than usual",
    "overreaching": "your body no longer answers training as usual",
    "under_recovery": "you have not come back from your training yet",
    "sleep_debt": "your nights have been short",
    "detraining": "training has all but stopped",
    "intensity_mix": "the middle takes more of your time than the easy part lets it",
    "threshold_change": "your thresholds may no longer fit",
    "load_spike": "one session went beyond anything in the month before",
    "ramp_high": "fitness is climbing faster than a body usually follows",
    "monotony_high": "your days have become too much alike",
    "data_gap": "part of the picture is missing",
}
WEAK_SPOTS = {
    "sleep": "your nights have been short",
    "resting_hr": "your resting heart rate is up",
    "hrv": "your HRV is down",
}
STOPPED = {
    "illness": "You have been ill for {days} by your own word, so rest comes before any number.",
    "injury": "You have been injured for {days} by your own word, so healing comes before any number.",
}
OTHER_ATTENTION = "one signal deserves a look"
SAID_BY_FORM = ("form_low", "form_high")


def headline(pack: Pack) -> Claim:
    """For every pack a sentence that is true of it."""
    marker = what_stops(pack)
    if marker is not None:
        return say(STOPPED[marker.kind], days=f"{marker.id}.days")
    stage = stage_of(pack)
    if stage is Stage.SETTLED:
        return _settled(pack)
    if stage is Stage.PAUSED:
        return say(
            "No training has come in for {pause}, so fitness has eased to {fitness}.",
            pause="pause",
            fitness="fitness",
        )
    if stage is Stage.WARMING:
        return say(
            "Your numbers are warming up: fitness reads {fitness} after {history}, and six weeks are needed.",
            fitness="fitness",
            history="history",
        )
    if stage is Stage.FIRST and _has_activities(pack):
        return say(
            "A start is made with {activities}; form will mean something after a few weeks of training.",
            activities="window.activities",
        )
    return say(WITHOUT_NUMBERS[stage])


WITHOUT_NUMBERS = {
    Stage.EMPTY: "Nothing has come in yet: your form begins with the first activity.",
    Stage.DAYS_ONLY: "Your days and nights are here, but no training yet, so there is no form to speak of.",
    Stage.UNMEASURED: "Your activities are in, but none of them could be given a load yet.",
    Stage.LONG_AGO: "Your last training is more than half a year ago, so form says nothing about today.",
    Stage.FIRST: "A start is made; form will mean something after a few weeks of training.",
}


def _settled(pack: Pack) -> Claim:
    band = band_of(pack)
    if band is Band.DEEP:
        return say("You are very tired: form is down at {form}, so easy days come first.", form="form")
    but = _attention(pack)
    if but:
        return say(f"{STATES[band]} at form {{form}}, but {but}.", form="form")
    return say(f"{STATES[band]}: form {{form}}, {TRENDS[trend_of(pack)]}.", form="form", fitness="fitness")


def _attention(pack: Pack) -> str:
    """The gravest thing that form does not say by itself; empty when there is none."""
    signals = (
        each
        for each in pack.signals
        if each.severity != "info" and each.kind not in SAID_BY_FORM and not each.acknowledged
        if not is_past(pack, each)
    )
    calls = [ATTENTION.get(each.kind, OTHER_ATTENTION) for each in signals]
    calls += [WEAK_SPOTS[name] for name in weak_spots(pack)]
    return calls[0] if calls else ""


def _has_activities(pack: Pack) -> bool:
    value = pack.get("window.activities")
    return value is not None and value.value > 0
