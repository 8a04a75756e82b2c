"""What the foundation keeps of a person: records and work that name subjects by uid."""

from __future__ import annotations

from django.db.models import Q

from config.core.models import AuditEvent
from config.core.personal import Person, Table


def _about_or_by(person: Person) -> Q:
    """Facts of events about them, of what they did to others, and where only their address stands."""
    by_them = AuditEvent.objects.filter(actor_uid=person.user_uid).values("uid")
    return Q(subject_uid__in=person.uids) | Q(event_uid__in=by_them) | Q(body__email=person.email)


def _about(person: Person) -> Q:
    return Q(subject_uid__in=person.uids)


TABLES = (
    Table(
        "core.AuditEvent",
        uid=("actor_uid", "subject_uid"),
        kept="that something happened stays, with bare uids, so that nobody can remove an event unseen",
    ),
    Table(
        "core.AuditPayload",
        where=_about_or_by,
        exported=_about,
        left_out={"salt": "keeps the hash of an event unguessable"},
    ),
    Table("core.ExternalCall", uid=("subject",)),
    Table("core.Job", uid=("subject",)),
    Table("core.IdempotencyKey", uid=("user_uid",), left_out={"body": "an answer you were given before"}),
)
