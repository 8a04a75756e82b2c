"""What a FIT file gave, whoever decoded it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from athletes.sources.records import Column

type Message = dict[str, Any]
"""Field name to value; None and unknown fields are absent. `_part` is the number of the chained part."""

RECORD = 20
HEART_RATE = 132
NAMES = {
    0: "file_id",
    12: "sport",
    18: "session",
    19: "lap",
    21: "event",
    23: "device_info",
    34: "activity",
    101: "length",
}
"""Global numbers of the messages that are kept, besides records and heart rates."""


@dataclass(slots=True)
class FitContent:
    """What a file gave. `columns` have the shape (records,) in file order, times in FIT seconds."""

    messages: dict[str, list[Message]] = field(default_factory=lambda: {name: [] for name in NAMES.values()})
    heart_rates: list[Message] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    parts: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    records: int = 0
    notes: list[str] = field(default_factory=list)
    fault: Exception | None = None

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)
