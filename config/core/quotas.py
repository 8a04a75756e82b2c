"""What a person may use up here, and how much of it they have used: shown to them on the privacy page.

Each app registers its own in the `ready` of its AppConfig, beside the service that keeps to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.core.personal import Person


@dataclass(frozen=True)
class Use:
    """`used` of `limit`, as people read it; `next_step` is a sentence for who has none left."""

    title: str
    used: str
    limit: str
    next_step: str = ""


QUOTAS: dict[str, Callable[[Person], Use | None]] = {}


def register(name: str, use: Callable[[Person], Use | None]) -> None:
    """`use` answers None for somebody whom it does not concern."""
    if QUOTAS.setdefault(name, use) != use:
        raise ValueError(f"{name} is registered already")


def uses(person: Person) -> list[Use]:
    """Everything that concerns this person, in the order of registration."""
    return [found for use in QUOTAS.values() if (found := use(person)) is not None]
