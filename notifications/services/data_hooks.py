"""Receivers that are told of changes in data: what changed and where to read it, never the values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from athletes import feed
from athletes.access import granted
from athletes.models import DATA_CLASSES, Athlete, User
from athletes.reads import record_reads
from athletes.services.api_keys import working_keys
from config.core.celery import enqueue
from config.core.errors import DataError, DataValidationError
from notifications.channels.webhook.posting import APPLICATION, SERVICE, post
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, DataHook
from notifications.services.addresses import disable_address
from notifications.services.partner_hooks import end_hook, end_left_over

EVENTS = (feed.DATA, feed.PLAN, feed.ANALYSIS)
CHANGES_AT_ONCE = 100
LEASE = timedelta(minutes=3)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
GIVEN_UP_AFTER = timedelta(days=5)
BESIDE = ("address__user__athlete", "athlete__user", "key", "grant__client", "grant__user")
GIVEN_UP = "It could not be told of changes for five days."


def set_data_hook(*, user: User, address: Address, athlete: Athlete, events: Collection[str]) -> DataHook:
    """Tell a receiver of these events from now on. Raises DataValidationError for none or unknown ones."""
    if not events or not set(events) <= set(EVENTS):
        raise DataValidationError(f"Choose from {', '.join(EVENTS)}.")
    grant = getattr(user, "partner_grant", None)
    if address.channel != (SERVICE if grant is None else APPLICATION) or address.user_id != user.pk:
        raise DataValidationError("This is no webhook of yours.")
    scopes = getattr(user, "token_scopes", None)
    asked = {
        "events": sorted(set(events)),
        "scopes": None if scopes is None else sorted(scopes),
        "key": getattr(user, "api_key", None),
        "grant": grant,
    }
    start = feed.Cursor(athlete.uid, feed.Position(timezone.now(), feed.NOBODY), frozenset(feed.TYPES))
    hook, _ = DataHook.objects.update_or_create(
        address=address,
        athlete=athlete,
        defaults=asked,
        create_defaults=asked | {"cursor": str(start)},
    )
    return hook


def sweep_data_hooks() -> int:
    """Start a task for every receiver that is due, and end those of applications that are out; how many."""
    end_left_over()
    due = DataHook.objects.filter(
        due_at__lte=timezone.now(),
        address__disabled_at=None,
        address__verified_at__isnull=False,
        address__user__is_active=True,
    )
    found = list(due.values_list("pk", flat=True))
    for pk in found:
        enqueue("notifications.tasks.tell_data_hook", pk)
    return len(found)


def tell_data_hook(*, hook_id: int) -> None:
    """Tell one receiver of the next changes. Safe to repeat: the same changes have the same `Webhook-Id`."""
    hook = _claimed(hook_id)
    if hook is None:
        return
    types, classes = _visible(hook)
    if not classes or not _is_key_working(hook):
        end_hook(hook)
        return
    page, is_complete = _page(hook, types, classes)
    try:
        if page.changes or not is_complete:
            _record(hook, page, classes)
            post(hook.address, str(uuid5(hook.uid, str(page.cursor))), _content(hook, page, is_complete))
    except DeliveryError as error:
        _failed(hook, error)
        return
    _told(hook, page)


def _claimed(hook_id: int) -> DataHook | None:
    """The hook, for `LEASE`; None when it is not due or somebody else has it."""
    now = timezone.now()
    usable = DataHook.objects.filter(pk=hook_id, address__disabled_at=None, address__user__is_active=True)
    if not DataHook.objects.filter(pk__in=usable.values("pk"), due_at__lte=now).update(due_at=now + LEASE):
        return None
    return usable.select_related(*BESIDE).first()


def _is_key_working(hook: DataHook) -> bool:
    """What a program asked for ends with its key, what an application did with the leave for it."""
    if hook.grant is not None and not hook.grant.is_in_force:
        return False
    return hook.key is None or working_keys(hook.address.user).filter(pk=hook.key.pk).exists()


def _visible(hook: DataHook) -> tuple[frozenset[str], frozenset[str]]:
    """Types of the wanted events, and the classes that whoever asked may read at this moment."""
    user: User = hook.address.user
    user.api_key = hook.key  # type: ignore[attr-defined]
    if hook.scopes is not None:
        user.token_scopes = frozenset(hook.scopes)  # type: ignore[attr-defined]
    if hook.grant is not None:
        user.token_scopes &= frozenset(hook.grant.scopes)  # type: ignore[attr-defined]
        user.partner_grant = hook.grant  # type: ignore[attr-defined]
    classes = granted(user, hook.athlete, DATA_CLASSES, shown=False)
    wanted = {name for name, each in feed.TYPES.items() if each.event in hook.events}
    return feed.visible_types(classes) & wanted, classes


def _page(hook: DataHook, types: frozenset[str], classes: frozenset[str]) -> tuple[feed.Page, bool]:
    """The next changes, and whether none was missed: what was deleted long ago is forgotten."""
    position = feed.parse_cursor(hook.cursor, hook.athlete).position
    cursor = feed.Cursor(hook.athlete.uid, position, types)
    try:
        page = feed.read_page(
            hook.athlete, cursor=cursor, types=types, classes=classes, limit=CHANGES_AT_ONCE
        )
    except DataError:
        now = feed.Position(timezone.now(), feed.NOBODY)
        return feed.Page([], feed.Cursor(hook.athlete.uid, now, types), has_more=False), False
    return page, True


def _record(hook: DataHook, page: feed.Page, classes: frozenset[str]) -> None:
    """Athletes are shown that somebody else's program hears of them."""
    of_changes = frozenset[str]().union(*(each.type.classes for each in page.changes))
    record_reads(viewer=hook.address.user, athletes=[hook.athlete], classes=of_changes & classes)


def _content(hook: DataHook, page: feed.Page, is_complete: bool) -> dict[str, Any]:
    return {
        "kind": "changes",
        "created_at": timezone.now().isoformat(),
        "athlete_uid": str(hook.athlete.uid),
        "events": sorted({each.type.event for each in page.changes}),
        "is_complete": is_complete,
        "changes": [
            {
                "event": each.type.event,
                "type": each.type.name,
                "uid": str(each.uid),
                "is_deleted": each.is_gone,
                "url": each.url,
            }
            for each in page.changes
        ],
    }


def _told(hook: DataHook, page: feed.Page) -> None:
    done = {"cursor": str(page.cursor), "failures": 0, "failing_since": None, "due_at": timezone.now()}
    with transaction.atomic():
        DataHook.objects.filter(pk=hook.pk).update(**done)
        if page.has_more:
            enqueue("notifications.tasks.tell_data_hook", hook.pk)


def _failed(hook: DataHook, error: DeliveryError) -> None:
    """Wait longer each time; an address that refuses, or fails for days, is used no more."""
    now = timezone.now()
    since = hook.failing_since or now
    is_over = isinstance(error, AddressRefusedError) or now - since >= GIVEN_UP_AFTER
    if is_over and hook.grant is not None:
        end_hook(hook)
        return
    wait = max(WAITS[min(hook.failures, len(WAITS) - 1)], timedelta(seconds=error.retry_after_s or 0))
    state: dict[str, Any] = {"failures": hook.failures + 1, "failing_since": since, "due_at": now + wait}
    if is_over:
        state = {"failures": 0, "failing_since": None, "due_at": now}
    with transaction.atomic():
        DataHook.objects.filter(pk=hook.pk).update(**state)
        if is_over:
            reason = error.message if isinstance(error, AddressRefusedError) else GIVEN_UP
            disable_address(address=hook.address, reason=reason, key=f"{hook.uid} {now.isoformat()}")
