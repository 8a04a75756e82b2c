"""Record messages to columns at the cost of one list per record."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import numpy as np

from athletes.sources.records import Column

NATIVE: dict[str, tuple[str, ...]] = {
    "time": ("timestamp",),
    "power_w": ("power",),
    "heart_rate_bpm": ("heart_rate",),
    "speed_mps": ("enhanced_speed", "speed"),
    "distance_m": ("distance",),
    "altitude_m": ("enhanced_altitude", "altitude"),
    "cadence_rpm": ("cadence256", "cadence"),
    "fractional_cadence": ("fractional_cadence",),
    "latitude_deg": ("position_lat",),
    "longitude_deg": ("position_long",),
    "temperature_c": ("temperature",),
}
"""Columns and the profile's fields that fill them, best first."""

_DEVELOPER: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "power_w": (("power", "rp_power"), ("watts", "watt", "w", "")),
    "heart_rate_bpm": (("heart rate", "heart_rate"), ("bpm", "")),
    "speed_mps": (("enhanced_speed", "speed"), ("m/s",)),
    "distance_m": (("distance",), ("m", "meters")),
    "cadence_rpm": (("cadence",), ("rpm", "spm")),
}
"""Columns and the (names, units) of developer fields that fill them when no native field has a value."""

_DEVELOPER_RANK = 100
_EXPANDED_RANK = 1
_NATIVE_RANK_STEP = 2
_BLOCK_ROWS = 4096

type Target = tuple[str, int]
"""Column and rank; of two fields for one column the one of lower rank wins."""
type Pick = tuple[str, int, int]
"""Column, rank (lower wins) and position in the message's fields."""

_BY_NAME = {
    name: (column, place * _NATIVE_RANK_STEP)
    for column, names in NATIVE.items()
    for place, name in enumerate(names)
}
_BY_DEVELOPER_NAME = {
    (name, unit): (column, _DEVELOPER_RANK + place)
    for column, (names, units) in _DEVELOPER.items()
    for place, name in enumerate(names)
    for unit in units
}


class _Layout:
    """Rows of messages with the same fields at the same places."""

    def __init__(self, picks: tuple[Pick, ...]) -> None:
        self.picks = picks
        self.positions = [position for _, _, position in picks]
        self.rows: list[list[Any]] = []
        self.numbers: list[int] = []
        self.blocks: list[tuple[Column, np.ndarray]] = []

    def flush(self) -> None:
        if self.rows:
            block = _as_numbers(self.rows).reshape(len(self.rows), len(self.picks))
            self.blocks.append((block, np.array(self.numbers, dtype=np.int64)))
            self.rows, self.numbers = [], []


class RecordTable:
    """Collects fitdecode's record messages in file order."""

    def __init__(self) -> None:
        self.count = 0
        self._parts: list[int] = []
        self._layouts: dict[tuple[Pick, ...], _Layout] = {}
        self._current: dict[int, tuple[Any, int, _Layout]] = {}

    def start_part(self) -> None:
        """Say that the following records belong to the next part of a chained file."""
        self._parts.append(self.count)

    def add(self, frame: Any) -> None:
        fields = frame.fields
        definition, width, layout = self._current.get(frame.local_mesg_num, (None, 0, None))
        if layout is None or definition is not frame.def_mesg or width != len(fields):
            layout = self._learn(frame)
        layout.rows.append([fields[position].value for position in layout.positions])
        layout.numbers.append(self.count)
        self.count += 1
        if len(layout.rows) >= _BLOCK_ROWS:
            layout.flush()

    def _learn(self, frame: Any) -> _Layout:
        picks = tuple(_picks(frame.fields))
        layout = self._layouts.setdefault(picks, _Layout(picks))
        self._current[frame.local_mesg_num] = (frame.def_mesg, len(frame.fields), layout)
        return layout

    def parts(self) -> np.ndarray:
        """Return the part's number of each record, shape (count,)."""
        starts = np.array(self._parts, dtype=np.int64)
        return np.searchsorted(starts, np.arange(self.count), side="right") - 1

    def columns(self) -> dict[str, Column]:
        """Return the best known value per record and column; NaN where there is none."""
        ranked: dict[tuple[str, int], Column] = {}
        for layout in self._layouts.values():
            layout.flush()
            for block, numbers in layout.blocks:
                for j, (column, rank, _) in enumerate(layout.picks):
                    target = ranked.setdefault((column, rank), np.full(self.count, np.nan))
                    target[numbers] = block[:, j]
            layout.blocks = []
        return merge(ranked)


def _picks(fields: Iterable[Any]) -> list[Pick]:
    best: dict[tuple[str, int], Pick] = {}
    for position, data in enumerate(fields):
        found = _target(data)
        if found is not None and found not in best:
            best[found] = (*found, position)
    return list(best.values())


def _target(data: Any) -> Target | None:
    if data.field is None or data.field.name is None:
        return None
    if data.field_def is None:
        target = target_of_name(data.field.name)
        return None if target is None else expanded(target)
    if data.field_def.is_dev:
        return target_of_developer(data.field.name, data.field.units)
    return target_of_name(data.field.name)


def target_of_name(name: str) -> Target | None:
    """Return what a field of the profile fills."""
    return _BY_NAME.get(name)


def target_of_developer(name: object, units: object) -> Target | None:
    """Return what a developer field fills."""
    return _BY_DEVELOPER_NAME.get((str(name).lower(), str(units or "").lower()))


def expanded(target: Target) -> Target:
    """Return the target of a value that was packed into another field: the field itself goes first."""
    column, rank = target
    return column, rank + _EXPANDED_RANK


def merge(ranked: dict[Target, Column]) -> dict[str, Column]:
    """Fill each column's gaps from its next best field; developer fields only when no other has a value."""
    merged: dict[str, Column] = {}
    for column, rank in sorted(ranked):
        values = ranked[column, rank]
        known = merged.get(column)
        if known is None:
            merged[column] = values
        elif rank < _DEVELOPER_RANK or not np.isfinite(known).any():
            merged[column] = np.where(np.isnan(known), values, known)
    return merged


def _as_numbers(rows: list[list[Any]]) -> Column:
    with suppress(TypeError, ValueError, OverflowError):
        block = np.array(rows, dtype=np.float64)
        # Lists of one length in every field make a third axis.
        if block.ndim == 2:
            return block
    return np.array([[as_number(value) for value in row] for row in rows], dtype=np.float64)


def as_number(value: Any) -> float:
    """Return a decoded FIT value as a number: the first known one of several, NaN for text and unknown."""
    if isinstance(value, tuple):
        return next((number for number in map(as_number, value) if number == number), np.nan)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return np.nan
    return float(value)
