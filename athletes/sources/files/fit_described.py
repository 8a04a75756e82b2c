"""What the file itself says about developer fields."""

from __future__ import annotations

from typing import Any, Final

from athletes.sources.files.fit_profile import BASES, BYTE, Described, Irregular, Layout, Slot
from athletes.sources.files.fit_table import Table

DEVELOPER: Final = 207
DESCRIPTION: Final = 206

_INDEX_OF_DEVELOPER = 3
_INDEX, _NUMBER, _BASE, _NAME, _UNITS = 0, 1, 2, 3, 8


class Descriptions:
    """The developer fields known so far in one part; a later description replaces an earlier one."""

    def __init__(self) -> None:
        self._fields: dict[int, dict[int, tuple[int, str | None, str | None]]] = {}

    @staticmethod
    def concern(layout: Layout) -> bool:
        return layout.message in (DEVELOPER, DESCRIPTION)

    def learn(self, table: Table) -> None:
        """Take in a table of one developer or one description; raises Irregular."""
        if table.layout.message == DEVELOPER:
            self._fields[_whole(table, _INDEX_OF_DEVELOPER)] = {}
            return
        fields = self._fields.get(_whole(table, _INDEX))
        base = _one(table, _BASE)
        base = BYTE if base is None else base
        if fields is None or not isinstance(base, int) or base not in BASES:
            raise Irregular("a description")
        fields[_whole(table, _NUMBER)] = (base, _text(table, _NAME), _text(table, _UNITS))

    def of(self, triples: bytes) -> tuple[Described, ...]:
        """Return the fields that a definition names by (number, size, developer)."""
        return tuple(
            self._described(number, size, developer)
            for number, size, developer in zip(triples[::3], triples[1::3], triples[2::3], strict=True)
        )

    def _described(self, number: int, size: int, developer: int) -> Described:
        known = self._fields.setdefault(developer, {}).setdefault(number, (BYTE, None, None))
        base, name, units = known
        return Described(number, base, name, units, size)


def _one(table: Table, number: int) -> Any:
    slot: Slot | None = table.layout.slot(number)
    return None if slot is None else table.raws(slot)[0]


def _whole(table: Table, number: int) -> int:
    value = _one(table, number)
    if not isinstance(value, int):
        raise Irregular("a description")
    return value


def _text(table: Table, number: int) -> str | None:
    value = _one(table, number)
    if value is not None and not isinstance(value, str):
        raise Irregular("a description")
    return value
