"""How long each class of data is kept: declared by the apps, changed by operators, applied in one place."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from config.core import leases
from config.core.errors import AppException
from config.core.logging import logger
from config.core.models import RetentionRule

LEASE_NAME, LEASE = "retention", timedelta(minutes=5)
TIME_LIMIT_S = 120.0

type Prune = Callable[[datetime, bool], int]
"""Takes the horizon and whether to count alone; removes what is older and returns how many rows that were."""

log = logger(__name__)


class RetentionError(AppException):
    """A rule could not be applied; the others were."""

    code = "RETENTION_FAILED"
    status = 500
    default_message = "Not everything that has had its time could be removed."


@dataclass(frozen=True)
class Rule:
    """`name` is "app.what". Where `default_days` gives None it is kept for ever, unless an operator chose."""

    name: str
    title: str
    default_days: Callable[[], int | None]
    prune: Prune


@dataclass(frozen=True)
class Outcome:
    """`counts` by rule; `failed` are codes by rule; `left` is what time did not suffice for."""

    counts: Mapping[str, int]
    failed: Mapping[str, str]
    left: tuple[str, ...] = ()


RULES: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Called in the `ready` of each app; a name that is taken means that two rules would fight."""
    for rule in rules:
        if RULES.setdefault(rule.name, rule) != rule:
            raise ValueError(f"there is a rule {rule.name} already")


def keep_days(rule: Rule) -> int | None:
    """Days for which it is kept now; None is for ever."""
    return _days(rule, _chosen())


def apply(*, dry_run: bool = False, time_limit_s: float = TIME_LIMIT_S) -> Outcome | None:
    """Remove what has had its time, by every rule; None while another process does so. Safe to repeat.

    With `dry_run` nothing is removed, and the counts say what would be. A rule that fails stops no other.
    """
    ends = time.monotonic() + time_limit_s
    if dry_run:
        return _apply(ends, None)
    with leases.held(LEASE_NAME, LEASE) as token:
        return _apply(ends, token) if token is not None else None


def _apply(ends: float, token: UUID | None) -> Outcome:
    """Without the `token` of the lease it only counts; with it, the lease lasts anew with each rule."""
    counts: dict[str, int] = {}
    failed: dict[str, str] = {}
    left: list[str] = []
    chosen, now = _chosen(), timezone.now()
    for rule in RULES.values():
        days = _days(rule, chosen)
        if days is None:
            continue
        if time.monotonic() > ends or (token and not leases.keep(LEASE_NAME, token, LEASE)):
            left.append(rule.name)
            continue
        try:
            counts[rule.name] = rule.prune(now - timedelta(days=days), token is None)
        except Exception as error:  # a rule that breaks must not keep the others from running
            failed[rule.name] = error.code if isinstance(error, AppException) else type(error).__name__
            log.exception("retention_failed", rule=rule.name)
    return Outcome(counts, failed, tuple(left))


def _days(rule: Rule, chosen: Mapping[str, int | None]) -> int | None:
    return chosen[rule.name] if rule.name in chosen else rule.default_days()


def _chosen() -> dict[str, int | None]:
    return dict(RetentionRule.objects.values_list("name", "keep_days"))
