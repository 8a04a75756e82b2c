"""What a change by hand means for the plan: which rules it breaks now, and which it keeps again."""

from __future__ import annotations

from dataclasses import dataclass

from plans.engine.rules import RULES
from plans.models import Plan

NAMES = {rule.number: rule.name for rule in RULES}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`broken` and `kept` are names of rules, `said` what was done, `notes` what speaks against the day."""

    said: str
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def warns(self) -> bool:
        return bool(self.broken or self.notes)

    @property
    def words(self) -> str:
        """ "Moved to Thu, in 3 days. The plan now breaks: hard days in a row." """
        parts = [self.said, *self.notes]
        if self.broken:
            parts.append(f"The plan now breaks: {_listed(self.broken)}.")
        if self.kept:
            parts.append(f"Kept again: {_listed(self.kept)}.")
        return " ".join(parts)


def broken_rules(plan: Plan | None) -> frozenset[int]:
    """Numbers of the rules that apply and fail, as of the last time that the plan was judged."""
    checks = plan.checks if plan else []
    return frozenset(each["rule"] for each in checks if each["applies"] and not each["passed"])


def verdict(said: str, before: frozenset[int], after: frozenset[int], notes: tuple[str, ...] = ()) -> Verdict:
    return Verdict(said, notes, _names(after - before), _names(before - after))


def _names(numbers: frozenset[int]) -> tuple[str, ...]:
    return tuple(NAMES[number] for number in sorted(numbers))


def _listed(names: tuple[str, ...]) -> str:
    return "; ".join(f"{name[0].lower()}{name[1:]}" for name in names)
