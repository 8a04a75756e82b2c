"""Stored signals of the window, and their evidence as values of the pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from analysis.evidence.explaining import explained_by
from analysis.evidence.inputs import Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import SignalFact, Value
from metrics.science.signals import Evidence
from metrics.selectors.signals import GRAVEST_FIRST, SignalRow

CONFIDENCES = ("high", "medium", "low")
GAP = "data_gap"
DAILY_PAGES = {
    "hrv_rmssd_ms": "hrv",
    "resting_hr_bpm": "resting_hr",
    "sleep_s": "sleep",
    "sleep_debt": "sleep",
}
OF_ACTIVITIES = frozenset({"load", "weekly_load", "days_without_data"})
OF_FITNESS = frozenset({"fitness", "fatigue", "form", "ramp", "monotony", "strain"})


def signal_facts(inputs: Inputs) -> Iterator[tuple[SignalFact, tuple[Value, ...]]]:
    """The gravest and surest first, then the newest. What rests on days after the window is left out."""
    rows = [row for row in inputs.signals if all(each.date < inputs.end for each in row.evidence)]
    facts = facts_of(sorted(rows, key=_rank), Links(inputs.athlete_uid), inputs.today)
    for row, (fact, values) in zip(sorted(rows, key=_rank), facts, strict=True):
        yield replace(fact, explained=explained_by(row, inputs)), values


def facts_of(
    rows: Iterable[SignalRow], links: Links, today: date
) -> Iterator[tuple[SignalFact, tuple[Value, ...]]]:
    """The rows as facts S1, S2, … in their order, each with its evidence as values."""
    for index, row in enumerate(rows, start=1):
        values = tuple(_values(f"S{index}", row, links, today))
        fact = SignalFact(
            id=f"S{index}",
            uid=str(row.uid),
            kind=row.kind,
            start=row.start,
            end=row.end,
            severity=row.severity,
            confidence=row.confidence,
            refs=tuple(value.id for value in values),
            acknowledged=row.is_acknowledged,
        )
        yield fact, values


def _values(name: str, row: SignalRow, links: Links, today: date) -> Iterator[Value]:
    """A metric that stands in the evidence more than once is counted on: "S1.sleep_s", "S1.sleep_s.2"."""
    seen = Counter[str]()
    for each in row.evidence:
        seen[each.metric] += 1
        again = f".{seen[each.metric]}" if seen[each.metric] > 1 else ""
        start, end = each.date, each.date + timedelta(days=1)
        if row.kind == GAP:
            start, end = row.start, row.end or today
        yield Value(
            id=f"{name}.{each.metric}{again}",
            metric=each.metric,
            value=float(each.value),
            unit=each.unit,
            start=start,
            end=end,
            url=_url(links, row, each, start, end),
            baseline=None if each.baseline is None else float(each.baseline),
            z=None if each.z is None else float(each.z),
        )


def _url(links: Links, row: SignalRow, evidence: Evidence, start: date, end: date) -> str:
    if row.activity is not None:
        return links.activity(row.activity)
    if evidence.metric in DAILY_PAGES:
        return links.daily(DAILY_PAGES[evidence.metric])
    if evidence.metric in OF_ACTIVITIES:
        return links.activities(start, end)
    return links.fitness() if evidence.metric in OF_FITNESS else links.signals()


def _rank(row: SignalRow) -> tuple[int, int, int, str, int]:
    return (
        GRAVEST_FIRST.index(row.severity),
        CONFIDENCES.index(row.confidence),
        -row.start.toordinal(),
        row.kind,
        row.uid.int,
    )
