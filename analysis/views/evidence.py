"""The values of a stored pack as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
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
