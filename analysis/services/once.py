"""A queue that is behind need not hear of the same work every minute."""

from __future__ import annotations

from uuid import UUID

from config.core import cache

HEARD_FOR_S = 600.0


def is_first(kind: str, subject: UUID | int) -> bool:
    """Whether nobody has asked this within ten minutes."""
    key = f"formline:analysis:started:{kind}:{subject}"
    if cache.read(key):
        return False
    cache.write(key, True, HEARD_FOR_S)
    return True
