"""Parts that the words of all signals are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from analysis.analysts.base import Category, Claim, Direction, Op, Priority, Safety
from analysis.analysts.rules.topic import Advice, Topic, say
from analysis.evidence import SignalFact, Value
from analysis.words import label_of
from metrics.science.signals.model import Severity

type Evidence = Mapping[str, Value]
"""The values of a signal by metric."""

type Wording = Callable[[SignalFact, Evidence], Topic]

PRIORITIES: dict[Severity, Priority] = {"act": "must", "watch": "should", "info": "could"}
CAPITALS = ("HRV",)


def topic(
    signal: SignalFact,
    direction: Direction,
    *claims: Claim,
    advice: Advice | None = None,
    question: str = "",
    safety: Safety | None = None,
) -> Topic:
    """What is said about a signal, as grave and as sure as the signal."""
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


def advice(signal: SignalFact, category: Category, days: int, text: str) -> Advice:
    """Advice without numbers, as urgent as the signal is grave."""
    return Advice(category, PRIORITIES[signal.severity], days, say(text))


def plainly(value: Value) -> Claim:
    """The value of its day, beside what is usual."""
    stood = f"{label(value)} was {{value}} on {{day}}"
    if value.baseline is None:
        return say(f"{stood}.", value=value.id, day=(value.id, "date"))
    return say(
        f"{stood}, where {{usual}} is usual for you.",
        value=value.id,
        day=(value.id, "date"),
        usual=(value.id, "baseline"),
    )


def beside_usual(start: str, values: Iterable[Value], **slots: tuple[str, Op]) -> Claim:
    """ "start: resting heart rate 58 bpm (usually 50 bpm), HRV 41 ms (usually 60 ms)." """
    parts, cited = [], dict[str, str | tuple[str, Op]](slots)
    for index, value in enumerate(values):
        name = "abcdefgh"[index]
        cited[name] = value.id
        part = f"{inside(label(value))} {{{name}}}"
        if value.baseline is not None:
            cited[f"{name}_usual"] = (value.id, "baseline")
            part += f" (usually {{{name}_usual}})"
        parts.append(part)
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
    return say(f"{start}: {listed}.", **cited)


def label(value: Value) -> str:
    return label_of(value.metric)


def inside(words: str) -> str:
    """The words as they stand inside a sentence."""
    return words if words.startswith(CAPITALS) else words[0].lower() + words[1:]
