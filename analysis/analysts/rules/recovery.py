"""HRV, resting heart rate and sleep of the week beside what is usual for this athlete.

Where a signal rests on a channel it says more; what is left are notes of medium confidence that ask for
nothing but sleep and an easy day.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.analysts.base import Claim, Direction
from analysis.analysts.rules.own_word import is_known
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import Pack, Value

BAND_Z = 1.0
LEAST = {"hrv": 1.0, "resting_hr": 1.0, "sleep": 15 * 60.0}
"""Smaller differences are no news, however even someone's nights are."""

WORSE: dict[str, Direction] = {"sleep": "down", "resting_hr": "up", "hrv": "down"}
"""Which side of the band speaks against hard training; sleep comes first, since it can be changed."""

AVERAGED = {
    "hrv": "HRV averaged {value}",
    "resting_hr": "Resting heart rate averaged {value}",
    "sleep": "Sleep averaged {value} a night",
}
MANY_CAUSES = "Training, heat, travel, alcohol or an illness on its way can all do that."
MEANS = {
    ("hrv", "up"): "Most often that is a good sign; with heavy legs it can also be deep fatigue.",
    ("hrv", "down"): MANY_CAUSES,
    ("resting_hr", "up"): MANY_CAUSES,
    ("resting_hr", "down"): "That often goes with rest or with growing endurance.",
    ("sleep", "up"): "More sleep is the plainest help there is for recovery.",
    ("sleep", "down"): "Short nights slow recovery before they show in performance.",
}
RESTED_ON = {
    "sleep_s": "sleep",
    "sleep_debt": "sleep",
    "hrv_rmssd_ms": "hrv",
    "resting_hr_bpm": "resting_hr",
}
"""Which channel a signal speaks of, by the metrics of its evidence."""

MANY_INSIDE = "Your means over seven days are where they usually are"
EASY_DAYS = Advice("recovery", "could", 2, say("An easy day or two shows whether that settles."))
ADVICE = {
    ("sleep", "down"): Advice(
        "sleep", "could", 3, say("Two or three longer nights would help more than an extra session.")
    ),
    ("resting_hr", "up"): EASY_DAYS,
    ("hrv", "down"): EASY_DAYS,
}


def weak_topics(pack: Pack) -> Iterator[Topic]:
    """What speaks against hard training."""
    taken = _told_by_signals(pack)
    return (_outside(name, WORSE[name]) for name in weak_spots(pack) if name not in taken)


def good_topics(pack: Pack) -> Iterator[Topic]:
    """The channels that left their band on the other side, and one topic for all that stayed inside."""
    inside, taken = [], _told_by_signals(pack)
    for name in WORSE:
        value = pack.get(f"{name}.7")
        if value is None or value.baseline is None or name in taken:
            continue
        direction = _direction(name, value)
        if direction == "flat":
            inside.append(name)
        elif direction != WORSE[name]:
            yield _outside(name, direction)
    if inside:
        yield Topic("other", "flat", "info", "medium", (_inside(inside),))


def weak_spots(pack: Pack) -> list[str]:
    """The channels that left their band on the side that speaks against hard training."""
    weeks = ((name, pack.get(f"{name}.7")) for name in WORSE)
    return [name for name, value in weeks if value is not None and _direction(name, value) == WORSE[name]]


def _told_by_signals(pack: Pack) -> set[str]:
    told = (signal for signal in pack.signals if not is_known(signal))
    metrics = (pack.by_id[ref].metric for signal in told for ref in signal.refs)
    return {RESTED_ON[metric] for metric in metrics if metric in RESTED_ON}


def _direction(name: str, value: Value) -> Direction:
    change = value.value - (value.baseline or 0.0)
    if value.z is None or abs(value.z) < BAND_Z or abs(change) < LEAST[name]:
        return "flat"
    return "up" if change > 0 else "down"


def _outside(name: str, direction: Direction) -> Topic:
    ref, word = f"{name}.7", "above" if direction == "up" else "below"
    happened = say(
        f"{AVERAGED[name]} over seven days, {{change}} {word} your usual {{usual}}.",
        value=ref,
        change=(ref, "delta"),
        usual=(ref, "baseline"),
    )
    claims = (happened, say(MEANS[name, direction]))
    return Topic("other", direction, "info", "medium", claims, advice=ADVICE.get((name, direction)))


def _inside(names: list[str]) -> Claim:
    parts = {"hrv": "HRV {hrv}", "resting_hr": "resting heart rate {resting_hr}", "sleep": "sleep {sleep}"}
    listed = " and ".join(parts[name] for name in names[-2:])
    listed = ", ".join([*(parts[name] for name in names[:-2]), listed])
    start = "Your mean over seven days is where it usually is" if len(names) == 1 else MANY_INSIDE
    return say(f"{start}: {listed}.", **{name: f"{name}.7" for name in names})
