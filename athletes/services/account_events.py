"""What happens to an account, as it is recorded; who is told of it is decided above."""

from __future__ import annotations

from typing import Any

from athletes.models import User
from config.core import audit
from config.core.logging import logger

log = logger(__name__)


def record_event(*, user: User, what: str, **facts: Any) -> None:
    """`account.<what>` by and about this person; `facts` must never hold a secret."""
    audit.record(user.uid, f"account.{what}", user.uid, facts or None)


def refresh_reused(*, user: User) -> None:
    """A spent refresh token was shown again: somebody has a copy."""
    log.warning("refresh_token_reused", user=str(user.uid))
    record_event(user=user, what="token_reused")
