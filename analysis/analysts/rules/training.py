"""What can be said about training without any signal: load, fitness, pauses, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.analysts.base import Confidence, Direction
from analysis.analysts.rules.own_word import is_known, is_marked
from analysis.analysts.rules.recovery import weak_spots
from analysis.analysts.rules.stage import Band, Stage, Trend, band_of, stage_of, trend_of
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import Pack, Value
from metrics.science.load import WARM_UP_DAYS

ABOUT_EQUAL_PCT = 10.0
SURE_AFTER_DAYS = 3 * WARM_UP_DAYS + 28
"""By then fitness of four weeks ago was 95 % there."""

NEXT_STEPS = {
    Band.LOADED: Advice("recovery", "could", 2, say("An easy day or two would let this work settle.")),
    Band.BALANCED: Advice(
        "planning", "could", 1, say("Nothing here speaks against the training you have in mind.")
    ),
    Band.FRESH: Advice(
        "intensity",
        "could",
        2,
        say("There is room for a hard session, if you feel as rested as the numbers say."),
    ),
}


def training_topics(pack: Pack) -> Iterator[Topic]:
    """In the order in which they matter."""
    stage = stage_of(pack)
    if stage is Stage.PAUSED:
        yield _pause(pack)
    unmeasured = pack.get("unmeasured")
    if unmeasured is not None and unmeasured.value > 0:
        yield _unmeasured(unmeasured)
    if stage is Stage.WARMING:
        yield _warming()
    load = pack.get("window.load")
    if load is not None and load.value > 0:
        yield _load(load, _next_step(pack) if stage is Stage.SETTLED else None)
    trend = trend_of(pack)
    if stage is Stage.SETTLED and trend is not Trend.UNKNOWN:
        yield _progress(pack, trend)


def _pause(pack: Pack) -> Topic:
    happened = say("Your last activity was on {day}, {pause} ago.", day=("pause", "date"), pause="pause")
    means = say("Fitness fades slowly, but muscles and tendons lose the habit of impact sooner.")
    start = say("Start again with short, easy sessions and let the load grow over two or three weeks.")
    why = "Was this a planned break, an illness or an injury, or did activities not arrive?"
    return Topic(
        kind="other",
        direction="down",
        severity="info",
        confidence="medium",
        claims=(happened, means),
        advice=Advice("load", "should", 14, start),
        question="" if is_marked(pack, pack.by_id["pause"].start) else why,
        asks_about="pause",
    )


def _unmeasured(value: Value) -> Topic:
    have, it_needs = ("has", "it needs") if value.value == 1 else ("have", "they need")
    happened = say(f"{{activities}} of the last four weeks {have} no load.", activities=value.id)
    means = say(f"Fitness, fatigue and form leave that out; {it_needs} power, pace, heart rate or effort.")
    enter = say("Enter your thresholds in the profile, or rate how hard it was.")
    return Topic(
        kind="data_gap",
        direction="flat",
        severity="info",
        confidence="high",
        claims=(happened, means),
        advice=Advice("planning", "should", 7, enter),
    )


def _warming() -> Topic:
    happened = say(
        "Your first activity here is from {day}, {history} ago.", day=("history", "date"), history="history"
    )
    means = say("Fitness starts from nothing here and reads too low until six weeks are in.")
    older = say("Import older files if you have them, and the numbers settle at once.")
    return Topic(
        kind="other",
        direction="up",
        severity="info",
        confidence="high",
        claims=(happened, means),
        advice=Advice("planning", "could", 14, older),
    )


def _load(load: Value, advice: Advice | None) -> Topic:
    if not load.baseline:
        brought = say(
            "The last {days} brought {activities} and a load of {load}.",
            days="window.days",
            activities="window.activities",
            load=load.id,
        )
        return Topic("other", "flat", "info", "medium", (brought,), advice=advice)
    change = 100 * (load.value - load.baseline) / load.baseline
    start = "The last {days} brought a load of {load}"
    if abs(change) < ABOUT_EQUAL_PCT:
        claim = say(
            f"{start}, close to your usual {{usual}}.",
            days="window.days",
            load=load.id,
            usual=(load.id, "baseline"),
        )
        return Topic("other", "flat", "info", "medium", (claim,), advice=advice)
    direction, word = _side(change)
    claim = say(
        f"{start}, {{change}} {word} your usual {{usual}}.",
        days="window.days",
        load=load.id,
        change=(load.id, "pct_change"),
        usual=(load.id, "baseline"),
    )
    return Topic("other", direction, "info", "medium", (claim,), advice=advice)


def _side(change: float) -> tuple[Direction, str]:
    return ("up", "above") if change > 0 else ("down", "below")


def _progress(pack: Pack, trend: Trend) -> Topic:
    is_sure = pack.by_id["history"].value >= SURE_AFTER_DAYS
    confidence: Confidence = "medium" if is_sure else "low"
    if trend is Trend.STEADY:
        held = say("Fitness has held at {fitness} for four weeks.", fitness="fitness")
        return Topic("progress", "flat", "info", confidence, (held,))
    word = "risen" if trend is Trend.RISING else "eased"
    claim = say(
        f"Fitness has {word} by {{change}} in four weeks, to {{fitness}}.",
        change=("fitness", "delta"),
        fitness="fitness",
    )
    return Topic("progress", "up" if trend is Trend.RISING else "down", "info", confidence, (claim,))


def _next_step(pack: Pack) -> Advice | None:
    """What form leaves room for; silent where a signal or the nights say otherwise, or data are missing."""
    told = (each for each in pack.signals if not is_known(each))
    is_clear = all(each.severity == "info" and each.kind != "data_gap" for each in told)
    if not is_clear or weak_spots(pack):
        return None
    return NEXT_STEPS.get(band_of(pack))
