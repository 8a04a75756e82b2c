"""The values of a stored pack as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from analysis.evidence import Pack, Value
from analysis.shown import show
from analysis.words import label_of
from config.core.formatting import Units


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    label: str
    shown: str
    usual: str
    start: date
    end: date
    url: str


def evidence_rows(plain: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """The values of the pack in its order: first those about the athlete, then those of single activities."""
    pack = Pack.from_json(plain)
    single = {ref for activity in pack.activities for ref in activity.refs}
    rows = [_row(value, cast(Units, pack.units)) for value in pack.values]
    return [row for row in rows if row.id not in single], [row for row in rows if row.id in single]


def with_rows(findings: Iterable[Mapping[str, Any]], rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Findings with `rows`: the values that their sentences name."""
    known = {row.id: row for row in rows}
    return [{**each, "rows": [known[ref] for ref in _refs(each) if ref in known]} for each in findings]


def _refs(finding: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(slot["ref"] for claim in finding["claims"] for slot in claim["slots"]))


def _row(value: Value, units: Units) -> Row:
    def shown(number: float) -> str:
        return str(show(number, value.metric, value.unit, units))

    return Row(
        id=value.id,
        label=label_of(value.metric),
        shown=shown(value.value),
        usual="" if value.baseline is None else shown(value.baseline),
        start=value.start,
        end=value.end,
        url=value.url,
    )
