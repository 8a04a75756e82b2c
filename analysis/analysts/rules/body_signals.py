"""Signals of nights and mornings in words: what was measured and what it may mean, never a diagnosis."""

from __future__ import annotations

from analysis.analysts.base import Safety
from analysis.analysts.rules.load_signals import OVERTRAINING
from analysis.analysts.rules.topic import Topic, say
from analysis.analysts.rules.wording import Evidence, advice, beside_usual, topic
from analysis.evidence import SignalFact, Value

STRAIN = {"resting_hr_bpm": 1, "hrv_rmssd_ms": -1, "respiration_rpm": 1, "sleep_s": -1}
ILLNESS = Safety(
    "illness",
    "With fever, chest pain, a racing heart or breathlessness, do not train and ask a doctor.",
)


def illness_onset(signal: SignalFact, evidence: Evidence) -> Topic:
    newest = max(evidence.values(), key=lambda value: value.start)
    happened = beside_usual(
        "Your body works harder at rest than usual, as of {day}", _strained(evidence), day=(newest.id, "date")
    )
    means = say(
        "An infection often begins like this; heat, alcohol, travel or a very hard day can look the same."
    )
    rest = "Rest or move very easily, and leave hard sessions until these are back where they usually are."
    return topic(
        signal,
        "down",
        happened,
        means,
        advice=advice(signal, "health", 3, rest),
        question="Do you feel ill, or was there alcohol, heat or travel?",
        safety=ILLNESS,
    )


def overreaching(signal: SignalFact, evidence: Evidence) -> Topic:
    happened = beside_usual("Much training and a body that no longer answers as usual", evidence.values())
    means = say(
        "Weeks like this build fitness only if rest follows; a high HRV does not speak against it, "
        "since deep fatigue can raise it."
    )
    unload = "Take several easy days now, and go on once your mornings and your legs are as usual."
    return topic(
        signal,
        "down",
        happened,
        means,
        advice=advice(signal, "recovery", 7, unload),
        question="Do your usual sessions feel harder than they should?",
        safety=OVERTRAINING,
    )


def under_recovery(signal: SignalFact, evidence: Evidence) -> Topic:
    happened = beside_usual("You have not come back to where you usually are", evidence.values())
    means = say("The days of rest have been too few or too short for what you did, or something else wears.")
    easy = "Swap the next hard session for an easy one, and sleep as long as you can for some nights."
    return topic(
        signal,
        "down",
        happened,
        means,
        advice=advice(signal, "recovery", 4, easy),
        question="Is there something besides training that wears on you, such as work, heat or travel?",
    )


def sleep_debt(signal: SignalFact, evidence: Evidence) -> Topic:
    debt = evidence.get("sleep_debt")
    if debt is None:
        happened = beside_usual("Your nights have been short", evidence.values())
    else:
        happened = say(
            "In the seven nights up to {day} you slept {debt} less than usual.",
            day=(debt.id, "date"),
            debt=debt.id,
        )
    means = say("A week of short nights lowers performance and slows recovery before you notice either.")
    text = "Two or three longer nights help more than an extra session; keep hard ones for after them."
    why = "What kept your nights short?"
    return topic(signal, "down", happened, means, advice=advice(signal, "sleep", 3, text), question=why)


def _strained(evidence: Evidence) -> list[Value]:
    """The values on the side that speaks for strain; all of them when none does."""
    worse = [each for each in evidence.values() if (each.z or 0.0) * STRAIN.get(each.metric, 0) > 0]
    return worse or list(evidence.values())


WORDINGS = {
    "illness_onset": illness_onset,
    "overreaching": overreaching,
    "under_recovery": under_recovery,
    "sleep_debt": sleep_debt,
}
