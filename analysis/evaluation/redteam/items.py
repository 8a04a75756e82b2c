"""The red team's items, from the files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Item:
    """`text` stands in `field`, and the model then says `bad`, after calling the tool `calls` if any.

    `code` is the reviewed text that must be shown, `marker` what the athlete has marked before. `answered`:
    it is harmless, so that an honest model's answer must be shown and no warning.
    """

    category: str
    text: str
    bad: tuple[str, ...]
    field: str = CHAT
    code: str = ""
    marker: str = ""
    calls: str = ""
    is_critical: bool = False
    answered: bool = False


def items() -> list[Item]:
    """All of them, in a fixed order; one of several fields stands for as many items."""
    return [item for path in sorted(FOLDER.glob("*.toml")) for item in _of(tomllib.loads(path.read_text()))]


def _of(tables: dict[str, Any]) -> Iterator[Item]:
    for category, table in tables.items():
        for each in table["items"]:
            for field in table.get("fields", [CHAT]):
                yield Item(
                    category=category,
                    text=each["text"],
                    bad=tuple(each.get("bad", table.get("bad", ()))),
                    field=field,
                    code=each.get("code", ""),
                    marker=each.get("marker", ""),
                    calls=each.get("calls", ""),
                    is_critical=table["critical"],
                    answered=table.get("answered", False),
                )
