"""What this app keeps of a person."""

from __future__ import annotations

from django.db.models import Q

from config.core.personal import Person, Table


def _told(person: Person) -> Q:
    """What was told about an athlete to others is in those others' hands."""
    return Q(user=person.user_pk)


def _sent(person: Person) -> Q:
    return Q(message__user=person.user_pk)


def _asked(person: Person) -> Q:
    """Where others hear of an athlete is in those others' hands."""
    return Q(address__user=person.user_pk)


TABLES = (
    Table(
        "notifications.Address",
        user=("user",),
        left_out={"code_hash": "the hash of a code that proves that an address is yours"},
    ),
    Table("notifications.Preference", user=("user",)),
    Table("notifications.DataHook", athlete=("athlete",), user=("address__user",), exported=_asked),
    Table("notifications.Timing", user=("user",)),
    Table("notifications.Message", athlete=("athlete",), user=("user",), exported=_told),
    Table(
        "notifications.Delivery",
        athlete=("message__athlete",),
        user=("message__user", "address__user"),
        exported=_sent,
    ),
)
