"""Facts that later analyses respect: written, changed and forgotten by people, never by a model alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from analysis.models import Memory
from athletes.models import Athlete, User
from config.core.errors import DataValidationError
from config.core.storable import typed

LONGEST, MOST = 200, 50


def remember(*, athlete: Athlete, user: User, text: str, origin: str = Memory.Origin.PERSON) -> Memory:
    """A confirmed fact; the same words twice are one.

    Raises DataValidationError: MEMORY_INVALID, MEMORY_FULL.
    """
    fact = _fact(text)
    with transaction.atomic():
        Athlete.objects.select_for_update().get(pk=athlete.pk)
        kept = Memory.objects.for_athlete(athlete).alive().confirmed()
        known = kept.filter(text=fact).first()
        if known is not None:
            return known
        if kept.count() >= MOST:
            raise DataValidationError(
                f"At most {MOST} things are remembered. Forget one that no longer matters.",
                code="MEMORY_FULL",
            )
        return Memory.objects.create(
            athlete=athlete, text=fact, origin=origin, author=user, confirmed_at=timezone.now()
        )


def change_memory(*, memory: Memory, user: User, text: str) -> Memory:
    """Other words for the same fact. Raises DataValidationError: MEMORY_INVALID."""
    memory.text, memory.author = _fact(text), user
    memory.save(update_fields=["text", "author"])
    return memory


def forget(*, memory: Memory) -> None:
    """No analysis sees it any more, from now on."""
    memory.deleted_at = timezone.now()
    memory.save(update_fields=["deleted_at"])


def recall(*, memory: Memory) -> None:
    """Take back that it was forgotten."""
    memory.deleted_at = None
    memory.save(update_fields=["deleted_at"])


def _fact(text: str) -> str:
    fact = typed(text)
    if not 3 <= len(fact) <= LONGEST:
        raise DataValidationError(
            f"Write one sentence of at most {LONGEST} characters.",
            code="MEMORY_INVALID",
            fields={"text": [f"One sentence of at most {LONGEST} characters."]},
        )
    return fact
