"""Two analyses side by side: what is new, gone, changed or the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

type Part = Mapping[str, Any]
type Change = Literal["new", "gone", "changed", "same"]

VAGUE = frozenset({"progress", "other"})
"""Kinds under which very different things are said."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing in the earlier and in the later analysis, None where it is not said."""

    before: Part | None
    after: Part | None

    @property
    def change(self) -> Change:
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "same" if _said(self.before) == _said(self.after) else "changed"


def compare_findings(before: Part, after: Part) -> list[Pair]:
    """Findings of one kind belong together, in the order of the later analysis; what is gone comes last."""
    return _paired(before["findings"], after["findings"], _about)


def compare_advice(before: Part, after: Part) -> list[Pair]:
    """Advice of the same category belongs together."""
    return _paired(before["recommendations"], after["recommendations"], lambda each: each["category"])


def _paired(before: Iterable[Part], after: Iterable[Part], about: Any) -> list[Pair]:
    earlier: dict[Any, list[Part]] = defaultdict(list)
    for each in before:
        earlier[about(each)].append(each)
    pairs = [Pair(_next(earlier[about(each)]), each) for each in after]
    return [*pairs, *(Pair(each, None) for rest in earlier.values() for each in rest)]


def _next(rows: list[Part]) -> Part | None:
    return rows.pop(0) if rows else None


def _about(finding: Part) -> tuple[str, frozenset[str]]:
    kind = finding["kind"]
    if kind not in VAGUE:
        return kind, frozenset()
    refs = (slot["ref"] for slot in finding["claims"][0]["slots"])
    return kind, frozenset(ref.partition(".")[0] for ref in refs)


def _said(part: Part) -> tuple[Any, ...]:
    return part.get("severity"), part.get("priority"), *(claim["text"] for claim in part["claims"])
