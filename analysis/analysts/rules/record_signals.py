"""Signals of recordings in words: gaps, faults, another device, bests and thresholds."""

from __future__ import annotations

from analysis.analysts.base import Claim, Direction
from analysis.analysts.rules.topic import Topic, say
from analysis.analysts.rules.wording import Evidence, Wording, advice, inside, label, plainly, topic
from analysis.evidence import SignalFact, Value

LOWER_IS_FASTER = ("s/km", "s/100m", "s")
MOST_BESTS = 3
ROLES = {
    "running": "your runs",
    "cycling": "your rides",
    "swimming": "your swims",
    "daily": "your days and nights",
}
FAULTS = {
    "sensor_dropout": "The {sensor} fell silent for {{length}} in the recording of {{day}}.",
    "sensor_spike": "The {sensor} gave impossible values for {{length}} in the recording of {{day}}.",
    "sensor_stuck": "The {sensor} repeated one value for {{length}} in the recording of {{day}}.",
    "cadence_lock": "For {{length}} of the recording of {{day}} the heart rate followed the cadence.",
    "gps_jump": "The position jumped for {{length}} in the recording of {{day}}.",
}
SENSORS = {
    "power_fault": "power meter",
    "heart_rate_fault": "heart rate sensor",
    "speed_fault": "speed sensor",
    "cadence_fault": "cadence sensor",
    "altitude_fault": "altitude sensor",
    "position_fault": "position",
}
FAULT_MEANS = {
    "sensor_dropout": "What was not measured is unknown, not zero, so the numbers rest on the rest of it.",
    "sensor_spike": "These values were left out before anything was computed.",
    "sensor_stuck": "Averages and zones of this recording may be off.",
    "cadence_lock": "Heart rate, zones and load by heart rate of this recording may read too high.",
    "gps_jump": "Distance and pace of this recording may be off.",
}
FAULT_HELP = {
    "sensor_dropout": "If it comes back, look at battery, strap and placement.",
    "sensor_spike": "If it comes back, calibrate the sensor or look at its battery.",
    "sensor_stuck": "If it comes back, restart the sensor or look at its battery.",
    "cadence_lock": "A tighter watch strap or a chest strap helps.",
    "gps_jump": "Waiting for a fix before the start helps.",
}


def data_gap(signal: SignalFact, evidence: Evidence) -> Topic:
    gap = evidence["days_without_data"]
    happened = say("Nothing arrived for {days}, from {day} on.", days=gap.id, day=(gap.id, "date"))
    means = say("What is said about that time rests on the days around it.")
    check = "Check that your watch synchronises, or import the files of those days."
    question = "Was the watch off in the days without data, or did they not synchronise?"
    help_ = advice(signal, "planning", 7, check)
    return topic(signal, "flat", happened, means, advice=help_, question=question)


def sensor_fault(signal: SignalFact, evidence: Evidence) -> Topic:
    worst = max(evidence.values(), key=lambda value: value.value)
    sensor = SENSORS.get(worst.metric, "sensor")
    happened = say(FAULTS[signal.kind].format(sensor=sensor), length=worst.id, day=(worst.id, "date"))
    return topic(
        signal,
        "flat",
        happened,
        say(FAULT_MEANS[signal.kind]),
        advice=advice(signal, "technique", 7, FAULT_HELP[signal.kind]),
    )


def device_change(signal: SignalFact, evidence: Evidence) -> Topic:
    told = next(iter(evidence.values()))
    what = ROLES.get(told.metric.partition("_")[0], "your activities")
    happened = say(f"From {{day}} on another device has recorded {what}.", day=(told.id, "date"))
    means = say("Devices measure differently, so a step in these numbers may be the device and not you.")
    wait = "Compare with the time before only after two or three weeks with the new one."
    return topic(signal, "flat", happened, means, advice=advice(signal, "technique", 14, wait))


def personal_best(signal: SignalFact, evidence: Evidence) -> Topic:
    """The three that beat what was before by most; beating one usually beats its neighbours too."""
    gains = sorted(evidence.values(), key=_gain, reverse=True)
    return topic(signal, "up", *(_best(value) for value in gains[:MOST_BESTS]))


def _gain(value: Value) -> float:
    return value.value / value.baseline if value.baseline else 0.0


def _best(value: Value) -> Claim:
    return say(
        f"On {{day}} your {inside(label(value))} was {{value}}, your best here so far by {{more}}.",
        day=(value.id, "date"),
        value=value.id,
        more=(value.id, "pct_change"),
    )


def threshold_change(signal: SignalFact, evidence: Evidence) -> Topic:
    value = next((each for each in evidence.values() if each.baseline), next(iter(evidence.values())))
    if value.baseline is None:
        return topic(signal, "mixed", plainly(value))
    happened = say(
        f"Your recent efforts speak for a {inside(label(value))} of {{value}}, where {{before}} is in force.",
        value=value.id,
        before=(value.id, "baseline"),
    )
    means = say("Load, intensity and zones are measured against the value in force.")
    look = "Look at the proposal in your profile, and accept or refuse it; nothing changes by itself."
    return topic(signal, _direction(value), happened, means, advice=advice(signal, "planning", 14, look))


def _direction(value: Value) -> Direction:
    is_more = value.value > (value.baseline or 0.0)
    return "up" if is_more != (value.unit in LOWER_IS_FASTER) else "down"


def intensity_mix(signal: SignalFact, evidence: Evidence) -> Topic:
    middle, easy = evidence["medium_share"], evidence["easy_share"]
    happened = say(
        "In the four weeks up to {day}, {middle} of your time lay in the middle and {easy} was easy.",
        day=(middle.id, "date"),
        middle=middle.id,
        easy=easy.id,
    )
    means = say(
        "The middle is too hard to recover in and too easy to gain most from; plans that work keep three "
        "quarters or more of the time easy."
    )
    text = "Make the easy sessions easier, and keep one or two sessions a week for hard work."
    why = "Is this mix on purpose, such as a block of tempo work?"
    return topic(signal, "mixed", happened, means, advice=advice(signal, "intensity", 14, text), question=why)


WORDINGS: dict[str, Wording] = {
    "data_gap": data_gap,
    "device_change": device_change,
    "personal_best": personal_best,
    "threshold_change": threshold_change,
    "intensity_mix": intensity_mix,
    **dict.fromkeys(FAULTS, sensor_fault),
}
