"""The audit record in words, for the person it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from config.core.models import AuditEvent, AuditPayload
from config.core.personal import Person

WORDS = {
    "account.signed_up": "Made the account",
    "account.login": "Logged in",
    "account.logout": "Logged out",
    "account.login_failed": "Tried to log in and failed",
    "account.password_changed": "Changed the password",
    "account.email_added": "Added an e-mail address",
    "account.email_changed": "Changed the e-mail address",
    "account.email_removed": "Removed an e-mail address",
    "account.mfa_added": "Added a second factor",
    "account.mfa_removed": "Removed a second factor",
    "account.mfa_reset": "Made new recovery codes",
    "account.mfa_failed": "Gave a wrong code",
    "account.logins_ended": "Ended every login",
    "account.key_made": "Made a key for programs",
    "account.key_revoked": "Revoked a key for programs",
    "account.token_reused": "A copied login of an app was refused",
    "account.data_ready": "An export was made",
    "account.data_downloaded": "Downloaded an export",
    "account.erasure_asked": "Asked for everything to be erased",
    "account.erasure_withdrawn": "Took back that everything is erased",
    "ai.agreed": "Let Claude explain the data",
    "ai.withdrawn": "No longer lets Claude explain the data",
    "ai.preferences_changed": "Changed the AI settings",
    "athlete.read": "Looked at data",
    "athlete.export": "Took data along",
    "athlete.erase": "Erased everything",
    "consent.asked": "Asked somebody to look, or asked to",
    "consent.accepted": "Accepted an invitation",
    "consent.declined": "Declined an invitation",
    "consent.withdrawn": "Took an invitation back",
    "consent.granted": "Opened data to somebody",
    "consent.changed": "Changed what is open to somebody",
    "consent.revoked": "Closed the data to somebody",
    "consent.zone_added": "Hid a place from others",
    "consent.zone_removed": "No longer hides a place",
    "partner.granted": "Let an application in",
    "partner.tokens_made": "Was let in as an application",
    "partner.tokens_renewed": "Renewed its way in as an application",
    "partner.used": "Used data as an application",
    "partner.revoked": "Ended what an application was let in for",
    "partner.token_reused": "A copied token of an application was refused, and the application shut out",
    "connection.made": "Connected a service",
    "connection.ended": "Disconnected a service",
    "feed.made": "Made a private address of the calendar",
    "feed.revoked": "Ended a private address of the calendar",
    "week.sent": "Sent a week to the watch",
    "plans.blackout_added": "Kept days free",
    "plans.blackout_changed": "Changed days that are kept free",
    "plans.blackout_removed": "Opened days that were kept free",
    "plans.preferences_saved": "Changed how training is planned",
    "erase.proved": "Counted what was erased",
    "admin.list": "Looked at a list that your data stood in",
    "admin.added": "Made something in the operators' admin",
    "admin.changed": "Changed something in the operators' admin",
    "admin.removed": "Removed something in the operators' admin",
    "admin.acted": "Did something to a list in the operators' admin",
}
ABOUT = {
    "consent": ("Consent", ("consent.", "ai.", "connection.", "feed.", "partner.")),
    "account": ("Account", ("account.",)),
    "reads": ("Looks by others", ("athlete.read", "admin.list")),
    "exports": ("Exports", ("athlete.export", "athlete.erase", "account.data_")),
    "operators": ("Operators", ("admin.",)),
}
UNTOLD = frozenset({"invitation", "zone", "export", "analysis", "row", "table"})
"""Facts that only name a row or where it lies."""

type Names = Callable[[set[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class Told:
    """One event: `who` did `what`; `facts` are what is known besides, as long as they are kept."""

    at: datetime
    who: str
    what: str
    facts: list[tuple[str, str]]


def events_of(person: Person, about: str = "") -> QuerySet[AuditEvent]:
    """Events about this person or done by them, the newest first; of one kind of ABOUT, where named."""
    rows: QuerySet[AuditEvent] = AuditEvent.objects.filter(
        Q(subject_uid__in=person.uids) | Q(actor_uid=person.user_uid)
    )
    if about in ABOUT:
        query = Q()
        for prefix in ABOUT[about][1]:
            query |= Q(action__startswith=prefix)
        rows = rows.filter(query)
    return rows.order_by("-pk")


def in_words(events: Iterable[AuditEvent], person: Person, names: Names) -> list[Told]:
    """`names` finds what accounts are called, by their uids."""
    rows = list(events)
    found = AuditPayload.objects.filter(event_uid__in=[each.uid for each in rows])
    payloads: dict[UUID, dict[str, Any]] = dict(found.values_list("event_uid", "body"))
    others = {each.actor_uid for each in rows} | {_uid(each.get("coach")) for each in payloads.values()}
    called = names({each for each in others if each is not None})
    return [
        Told(
            each.at,
            _who(each, person, called),
            _what(each, person),
            _facts(payloads.get(each.uid, {}), called),
        )
        for each in rows
    ]


def _who(event: AuditEvent, person: Person, called: Mapping[UUID, str]) -> str:
    if event.actor_uid is None:
        return "Somebody" if event.action == "account.login_failed" else "Formline"
    if event.actor_uid == person.user_uid:
        return "You"
    return called.get(event.actor_uid, "Somebody whose account is gone")


def _what(event: AuditEvent, person: Person) -> str:
    words = WORDS.get(event.action) or event.action.replace(".", ": ").replace("_", " ").capitalize()
    is_of_others = event.subject_uid is not None and event.subject_uid not in person.uids
    return f"{words} (of somebody else)" if is_of_others else words


def _facts(payload: Mapping[str, Any], called: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return [
        (name.replace("_", " "), _plain(value, called))
        for name, value in payload.items()
        if name not in UNTOLD and value not in (None, "")
    ]


def _plain(value: Any, called: Mapping[UUID, str]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(each, called)}" for name, each in value.items()) or "nothing"
    if isinstance(value, list):
        return ", ".join(_plain(each, called) for each in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    uid = _uid(value)
    return "–" if value is None else called.get(uid, str(value)) if uid else str(value)


def _uid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
