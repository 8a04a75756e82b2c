"""How many inputs of a format were tried, and what came of them; kept in a file."""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from config.serve.options import ROOT

FOLDER = ROOT / "test-results" / "fuzz"
READERS = (
    "athletes/sources",
    "plans/engine/syntax",
    "plans/engine/spec",
    "metrics/services/daily_csv.py",
    "analysis/analysts/claude",
    "notifications/channels/webpush",
    "tests/fuzzing",
)


@dataclass
class Count:
    """`inputs` and what they came to since the readers changed; `ever` is the number of the next input."""

    name: str
    code: str
    ever: int = 0
    inputs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    crashes: int = 0
    hangs: int = 0
    peak_mb: float = 0.0

    @classmethod
    def kept(cls, name: str) -> Self:
        """As it was left, or a new one where the readers have changed since."""
        path, code = FOLDER / f"{name}.json", code_now()
        if not path.is_file():
            return cls(name, code)
        told: dict[str, Any] = json.loads(path.read_text())
        if told["code"] != code:
            return cls(name, code, ever=told["ever"])
        return cls(**{**told, "outcomes": Counter(told["outcomes"])})

    def keep(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        new = FOLDER / f"{self.name}.new"
        new.write_text(json.dumps(vars(self), indent=1))
        new.replace(FOLDER / f"{self.name}.json")

    def line(self) -> str:
        """For the terminal: the count, the commonest outcomes, and each fault in full."""
        common = ", ".join(f"{code} {number:,}" for code, number in self.outcomes.most_common(4))
        told = f"{self.name:8} {self.inputs:9,} inputs, {self.ever:,} ever: {common}"
        return "\n".join([told, *(f"{key}: {trace}" for key, trace in self.faults.items())])

    @property
    def refusals(self) -> set[str]:
        return {code for code in self.outcomes if code != "read" and not code.startswith("FAULT")}


def code_now() -> str:
    """A hash of all readers and of what damages files for them."""
    found = sha256()
    for name in READERS:
        path = ROOT / name
        for each in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(Path(each).read_bytes())
    return found.hexdigest()[:16]
