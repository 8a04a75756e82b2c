"""Objective questions about an athlete's own data: what a model would ask the tools, and what is right."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from analysis.evaluation import oracle
from analysis.evaluation.people import Outing, Truth
from analysis.words import label_of

MEASURED = ("hrv_rmssd_ms", "resting_hr_bpm", "sleep_s", "stress", "respiration_rpm", "weight_kg")
DONE = ("load", "distance", "duration", "activities", "running_distance", "cycling_duration")
MODELLED = ("fitness", "fatigue", "form")


@dataclass(frozen=True, slots=True)
class Question:
    """`ends` is how the reference of the answer ends; `right` what it holds, or its day for op "date"."""

    text: str
    tool: str
    arguments: Mapping[str, Any]
    ends: str
    op: str
    right: float | date


type Maker = Callable[[Truth, random.Random], Question | None]


def questions(truth: Truth, count: int, seed: int) -> list[Question]:
    """So many questions of all sorts in turn, other sorts first for the next seed; the same for the same."""
    chance = random.Random(seed)  # noqa: S311
    return list(islice(_endless(truth, chance, seed * count), count))


def _endless(truth: Truth, chance: random.Random, skipped: int) -> Iterator[Question]:
    for maker in islice(cycle(MAKERS), skipped % len(MAKERS), None):
        question = maker(truth, chance)
        if question is not None:
            yield question


def _window(truth: Truth, chance: random.Random, longest: int = 90) -> tuple[date, date]:
    length = chance.choice((7, 14, 21, 30, 60, longest))
    end = truth.today + timedelta(days=1 - chance.randrange(0, 40))
    return end - timedelta(days=length), end


def _said(start: date, end: date) -> str:
    return f"from {start} to {end - timedelta(days=1)}"


def _asked(metric: str, start: date, end: date) -> dict[str, str]:
    return {"metric": metric, "start": start.isoformat(), "end": end.isoformat()}


def _metric(part: str, words: str, metrics: Sequence[str], op: str = "value") -> Maker:
    def make(truth: Truth, chance: random.Random) -> Question | None:
        metric, (start, end) = chance.choice(metrics), _window(truth, chance)
        rows = oracle.between(oracle.series(truth, metric), start, end)
        if len(rows) < 6:
            return None
        numbers = [value for _, value in rows]
        day, value = oracle.extreme(rows, is_high=part == "highest")
        right: float | date = {
            "mean": oracle.mean(numbers),
            "sum": sum(numbers),
            "days": float(len(numbers)),
            "newest": numbers[-1],
            "later_half": oracle.mean(numbers[len(numbers) // 2 :])
            - oracle.mean(numbers[: len(numbers) // 2]),
        }.get(part, day if op == "date" else value)
        text = f"{words} {label_of(metric).lower()} {_said(start, end)}?"
        return Question(text, "get_metric", _asked(metric, start, end), f".{part}", op, right)

    return make


def _compared(op: str, part: str, metrics: Sequence[str]) -> Maker:
    def make(truth: Truth, chance: random.Random) -> Question | None:
        metric, (start, end) = chance.choice(metrics), _window(truth, chance, 45)
        before = start - (end - start)
        both = [
            oracle.between(oracle.series(truth, metric), *days) for days in ((start, end), (before, start))
        ]
        if before < truth.first or not all(both):
            return None
        sums = [sum(value for _, value in rows) for rows in both]
        now, then = (
            sums if part == "sum" else [total / len(rows) for total, rows in zip(sums, both, strict=True)]
        )
        if not then:
            return None
        right = now - then if op == "delta" else 100 * (now - then) / abs(then)
        other = {"other_start": before.isoformat(), "other_end": start.isoformat()}
        text = (
            f"How far is my {label_of(metric).lower()} {_said(start, end)} from that {_said(before, start)}?"
        )
        return Question(text, "compare_periods", _asked(metric, start, end) | other, f".{part}", op, right)

    return make


def _listed(order: str, part: str, key: Callable[[Outing], float], op: str = "value") -> Maker:
    def make(truth: Truth, chance: random.Random) -> Question | None:
        sport, (start, end) = chance.choice(("any", "running", "cycling")), _window(truth, chance)
        rows = [each for each in truth.outings if start <= each.day < end and sport in ("any", each.sport)]
        if not rows or len({key(each) for each in rows}) != len(rows):
            return None
        best = max(rows, key=key)
        held: dict[str, float] = {"distance": best.distance_m, "duration": best.timer_s, "load": best.load}
        right: float | date = (
            best.day if op == "date" else float(len(rows)) if part == "count" else held[part]
        )
        asked = {
            "sport": sport,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "order": order,
            "limit": 1,
        }
        text = f"Of {sport} activities {_said(start, end)}: {order}, its {part} ({op})?"
        return Question(
            text, "list_activities", asked, ".count" if part == "count" else f".1.{part}", op, right
        )

    return make


def _single(truth: Truth, chance: random.Random) -> Question | None:
    one = chance.choice(
        [each for each in truth.outings if sum(o.day == each.day for o in truth.outings) == 1]
    )
    part = chance.choice(("distance", "duration", "load"))
    right = {"distance": one.distance_m, "duration": one.timer_s, "load": one.load}[part]
    asked = {"day": one.day.isoformat(), "sport": "any"}
    return Question(
        f"What was the {part} of my activity of {one.day}?", "get_activity", asked, f".{part}", "value", right
    )


def _together(part: str) -> Maker:
    def make(truth: Truth, chance: random.Random) -> Question | None:
        a, b = chance.sample(("hrv_rmssd_ms", "resting_hr_bpm", "sleep_s", "stress", "load"), 2)
        lag, end = chance.randrange(0, 4), truth.today + timedelta(days=1)
        start = end - timedelta(days=chance.choice((60, 90, 120)))
        pairs = oracle.paired(oracle.series(truth, a), oracle.series(truth, b), start, end, lag)
        if len(pairs[0]) < 20 or any(len(set(side)) == 1 for side in pairs):
            return None
        right = oracle.rank_correlation(*pairs) if part == "r" else float(len(pairs[0]))
        asked = {**_asked(a, start, end), "other": b, "lag_days": lag}
        text = (
            f"How do {label_of(a)} and {label_of(b)} {lag} d later go together {_said(start, end)} ({part})?"
        )
        return Question(text, "correlate", asked, f".{part}", "value", right)

    return make


def _simulated(truth: Truth, chance: random.Random) -> Question | None:
    days, load, name = chance.randrange(1, 60), chance.randrange(0, 150), chance.choice(MODELLED)
    right = oracle.after_days(truth, days, float(load))[name]
    asked = {"days": days, "load_per_day": load}
    return Question(
        f"What is my {name} after {days} days of {load}?", "simulate_load", asked, f".{name}", "value", right
    )


def _planned(truth: Truth, chance: random.Random) -> Question | None:
    if not truth.planned:
        return None
    one, part = chance.choice(truth.planned), chance.choice(("duration", "load"))
    right = one.minutes * 60.0 if part == "duration" else float(one.load)
    asked = {"start": one.day.isoformat(), "end": (one.day + timedelta(days=1)).isoformat()}
    return Question(
        f"What is the {part} of what is planned for {one.day}?", "get_plan", asked, f".{part}", "value", right
    )


def _ahead(truth: Truth, chance: random.Random) -> Question | None:
    if not truth.planned:
        return None
    days, name = (truth.planned[-1].day - truth.today).days, chance.choice(MODELLED)
    day = truth.today + timedelta(days=chance.randrange(1, days + 1))
    right = oracle.ahead(truth, day)[name]
    return Question(
        f"What will my {name} be on {day}?",
        "get_forecast",
        {"day": day.isoformat()},
        f".{name}",
        "value",
        right,
    )


MAKERS: tuple[Maker, ...] = (
    _metric("mean", "What was my mean", (*MEASURED, *MODELLED)),
    _metric("highest", "What was my highest", (*MEASURED, *MODELLED)),
    _metric("lowest", "What was my lowest", MEASURED),
    _metric("highest", "On which day was the highest", MEASURED, "date"),
    _metric("lowest", "On which day was the lowest", MEASURED, "date"),
    _metric("newest", "What is the newest", MEASURED),
    _metric("sum", "What is the sum of", DONE),
    _metric("days", "On how many days was there", MEASURED),
    _metric("later_half", "How far did the second half rise over the first in", MEASURED, "delta"),
    _compared("delta", "mean", (*MEASURED, *MODELLED)),
    _compared("pct_change", "mean", MEASURED),
    _compared("pct_change", "sum", DONE),
    _listed("longest", "distance", lambda each: each.distance_m),
    _listed("longest_time", "duration", lambda each: each.timer_s),
    _listed("hardest", "load", lambda each: each.load),
    _listed("hardest", "load", lambda each: each.load, "date"),
    _listed("newest", "count", lambda each: float(each.day.toordinal())),
    _single,
    _together("r"),
    _together("days"),
    _simulated,
    _planned,
    _ahead,
)
