"""Keeping an athlete's signals true to the data, and what people say to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateField, DateTimeField, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from athletes.models import Athlete, User
from config.core import cache
from config.core.errors import DataNotFoundError
from metrics.models import Signal, SignalScan
from metrics.selectors.detection import known
from metrics.selectors.detectors import found_in
from metrics.services.proposals import propose_thresholds
from metrics.services.recompute import recompute_load
from metrics.services.reconciling import reconcile

JOINED = timedelta(days=7)
"""A changed day can lengthen an event that ended up to a week before it."""

PATIENCE = timedelta(seconds=30)


def mark_stale(athlete: Athlete, day: date) -> bool:
    """Remember, in the caller's transaction, that signals from `day` on must be looked for again.

    False when there is nobody to be asked now: somebody was, or has looked, within half a minute.
    """
    now = timezone.now()
    changed = {
        "stale_since": Coalesce("stale_since", Value(now), output_field=DateTimeField()),
        "dirty_from": Least(Coalesce("dirty_from", Value(day)), Value(day), output_field=DateField()),
    }
    known_scans = SignalScan.objects.filter(athlete=athlete)
    # A stale scan without a first day is due for everything, and stays so.
    if known_scans.exclude(stale_since__isnull=False, dirty_from=None).update(**changed):
        return _is_news(athlete, now)
    _, is_new = SignalScan.objects.get_or_create(athlete=athlete, defaults={"stale_since": now})
    return is_new or _is_news(athlete, now)


def _is_news(athlete: Athlete, now: datetime) -> bool:
    """Whether the scan that was marked at `now` is due and no message about it can still be under way."""
    stale_since, scanned_at = SignalScan.objects.values_list("stale_since", "scanned_at").get(athlete=athlete)
    is_due = scanned_at is None or scanned_at <= now - PATIENCE
    return is_due and (stale_since in (None, now) or stale_since <= now - PATIENCE)


def detect_signals(*, athlete_id: int) -> bool:
    """Look for signals on the days that changed, and on days that have begun since; True if any changed.

    Does nothing when all was looked at. Safe to repeat and with two workers at once: the second waits.
    """
    recompute_load(athlete_id=athlete_id)
    propose_thresholds(athlete_id=athlete_id)
    with transaction.atomic():
        scan = _locked(athlete_id)
        if scan is None:
            return False
        today = scan.athlete.today()
        if scan.stale_since is None and scan.scanned_on == today:
            return False
        has_changed = _scan(scan.athlete, _since(scan), today)
        scan.stale_since = scan.dirty_from = None
        scan.scanned_at, scan.scanned_on = timezone.now(), today
        scan.save()
        if has_changed:
            cache.forget(athlete_id)
    return has_changed


def detect_when_due(*, athlete_id: int) -> None:
    """`detect_signals`, unless that was done within half a minute: then the sweep sees what came in since.

    So a folder of files that arrive one by one leads to a few scans and not to one per file.
    """
    since = timezone.now() - PATIENCE
    if not SignalScan.objects.filter(athlete_id=athlete_id, scanned_at__gt=since).exists():
        detect_signals(athlete_id=athlete_id)


def acknowledge(*, signal: Signal, user: User, answer: str = "") -> Signal:
    """Note that `user` has seen it, with an optional answer. Repeating it replaces the answer.

    Raises ValidationError for an answer that is too long, DataNotFoundError when the signal is gone.
    """
    return _note(signal, at=signal.acknowledged_at or timezone.now(), by=user, answer=answer)


def unacknowledge(*, signal: Signal) -> Signal:
    """Undo `acknowledge`; the answer goes with it. Raises DataNotFoundError when the signal is gone."""
    return _note(signal, at=None, by=None, answer="")


def _note(signal: Signal, *, at: datetime | None, by: User | None, answer: str) -> Signal:
    signal.acknowledged_at, signal.acknowledged_by, signal.answer = at, by, answer
    signal.clean_fields(exclude={"athlete", "activity"})
    with transaction.atomic():
        # A scan may have found in the meantime that it was never so.
        if not Signal.objects.select_for_update().filter(pk=signal.pk).exists():
            raise DataNotFoundError("This signal is no more: new data have explained it.")
        signal.save(update_fields={"acknowledged_at", "acknowledged_by", "answer"})
        cache.forget(signal.athlete_id)
    return signal


def _locked(athlete_id: int) -> SignalScan | None:
    rows = SignalScan.objects.select_for_update(of=("self",)).select_related("athlete")
    scan = rows.filter(athlete_id=athlete_id).first()
    if scan is not None or not Athlete.objects.filter(pk=athlete_id).exists():
        return scan
    SignalScan.objects.get_or_create(athlete_id=athlete_id, defaults={"stale_since": timezone.now()})
    return rows.get(athlete_id=athlete_id)


def _since(scan: SignalScan) -> date | None:
    """The first day to look at; None for all of them."""
    if scan.scanned_on is None or (scan.stale_since is not None and scan.dirty_from is None):
        return None
    return min(scan.dirty_from or scan.scanned_on, scan.scanned_on) - JOINED


def _scan(athlete: Athlete, since: date | None, today: date) -> bool:
    seen = known(athlete, since, today)
    found = found_in(seen) if seen is not None else []
    return bool(reconcile(athlete=athlete, found=found, since=since or date.min))
