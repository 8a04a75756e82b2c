"""Telling people what happened to their account, at once and whatever they have switched off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete, Device, User
from athletes.services.api_keys import working_keys
from config.core import dates
from config.core.ids import uuid7
from config.core.models import AuditEvent, AuditPayload
from notifications.models import Message
from notifications.selectors import zone_of
from notifications.services import consents
from notifications.services.notify import notify

KIND, PASSWORD, PRIVACY = "security", "account_change_password", "account:privacy"
NOTICED = {
    "connection.made": ("A connection to Garmin was made", "metrics:connections"),
    "consent.granted": ("Somebody may see your data from now on", "athletes:coaches"),
    "feed.made": ("A private address of your calendar was made", "plans:feed"),
    "partner.granted": ("An application may use your data from now on", "account:applications"),
    "account.key_made": ("A key for programs was made", "account:keys"),
    "account.data_ready": ("Your data are ready to take along", PRIVACY),
    "account.erasure_asked": ("Your account will be erased in 14 days, unless you take it back", PRIVACY),
    "account.erasure_withdrawn": ("Nothing of yours will be erased", PRIVACY),
    "account.token_reused": ("A login of one of your apps was copied and has ended", PASSWORD),
    "account.logins_ended": ("Whoever runs this server logged you out everywhere", PASSWORD),
    "account.mfa_added": ("A second factor was added to your account", "mfa_index"),
    "account.mfa_removed": ("A second factor of your account was removed", "mfa_index"),
    "account.mfa_reset": ("New recovery codes were made for your account", "mfa_index"),
}
"""Audit events that the person is told of, and the page where to look."""
STAYS = {
    "account.key_made": "Another password does not end a key: revoke it there if you do not know it.",
    "partner.granted": "Another password does not end it: end it there if you did not let it in.",
    "feed.made": "Another password does not end an address: make a new one there if you did not ask for it.",
}
"""What to do besides changing the password, which does not undo these."""
LOOK_BACK = timedelta(days=1)
AT_ONCE = 1_000


def tell_of_device(*, device: Device) -> None:
    """Somebody logged in from a browser that this account did not know."""
    event = f"New login: {device.label}"
    _tell(device.user, str(device.uid), event, timezone.now(), reverse(PASSWORD))


def tell_of_account(*, user: User, event: str, page: str, more: str = "") -> None:
    """`event` happened to the account just now, with what follows from it; `page` is the URL name of where to
    look."""
    _tell(user, str(uuid7()), event, timezone.now(), reverse(page), more)


def tell_of_password(*, user: User, page: str) -> None:
    """Another password: what came from a login has ended, keys for programs have not."""
    keys = working_keys(user).count()
    still = {0: "", 1: " One key for a program still works."}.get(
        keys, f" {keys} keys for programs still work."
    )
    tell_of_account(
        user=user,
        event="Your password was changed",
        page=page,
        more=f"Every other browser and app is logged out.{still}",
    )


def tell_of_audited() -> int:
    """Tell of the last day's events that touch somebody's keys, each once; returns how many were new."""
    since = timezone.now() - LOOK_BACK
    acts = [*NOTICED, consents.CHANGED, consents.ENDED]
    found = list(AuditEvent.objects.filter(at__gt=since, action__in=acts).order_by("-pk")[:AT_ONCE])
    keys = [str(each.uid) for each in found]
    told = set(Message.objects.filter(kind=KIND, key__in=keys).values_list("key", flat=True))
    new = [each for each in found if str(each.uid) not in told]
    people, beside = _people(each.subject_uid for each in new), _beside(new)
    own = [each for each in new if each.action in NOTICED]
    news = [each for each in own if each.subject_uid in people and each.uid not in beside]
    for each in news:
        event, page = NOTICED[each.action]
        stays = STAYS.get(each.action, "")
        _tell(people[each.subject_uid], str(each.uid), event, each.at, _path(page), stays)
    return len(news) + _tell_of_consents(new)


def _tell_of_consents(events: Iterable[AuditEvent]) -> int:
    """Tell the other side what was not done by their account, so that no password is in doubt."""
    news = consents.news_of(events)
    for each in events:
        if one := news.get(each.uid):
            at = _moment(one.user, each.at)
            notify(
                user=one.user,
                kind=KIND,
                key=str(each.uid),
                context={"event": one.event, "at": at, "by_others": True},
                url=_path(one.page),
                athlete=one.athlete,
            )
    return len(news)


def _beside(events: Iterable[AuditEvent]) -> set[UUID]:
    """Codes that come and go with a second factor, of which people hear already."""
    uids = [each.uid for each in events if each.action in ("account.mfa_added", "account.mfa_removed")]
    rows = AuditPayload.objects.filter(event_uid__in=uids, body__type="recovery_codes")
    return set(rows.values_list("event_uid", flat=True))


def _people(subjects: Iterable[UUID | None]) -> dict[UUID | None, User]:
    """Who is meant by these uids of athletes and of users."""
    uids = [uid for uid in subjects if uid is not None]
    athletes = Athlete.objects.filter(uid__in=uids).select_related("user")
    users = User.objects.filter(uid__in=uids).select_related("athlete")
    people: dict[UUID | None, User] = {each.uid: each.user for each in athletes}
    return people | {each.uid: each for each in users}


def _path(page: str) -> str:
    """Pages of an app are an athlete's, the others an account's."""
    is_athletes = ":" in page and not page.startswith(("account:", "roster:"))
    return reverse(page, args=["me"] if is_athletes else [])


def _tell(user: User, key: str, event: str, at: datetime, url: str, more: str = "") -> None:
    context = {"event": event, "at": _moment(user, at), "more": more}
    notify(user=user, kind=KIND, key=key, context=context, url=url)


def _moment(user: User, at: datetime) -> str:
    zone = zone_of(user)
    # Whoever is no athlete has no zone of their own, and would take the hour for theirs.
    named = "" if hasattr(user, "athlete") else f" {zone.key}"
    return f"{dates.moment(at, zone)}{named}"
