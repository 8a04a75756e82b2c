"""What this app keeps of a person, and what logging in keeps: second factors, sessions, partners."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from athletes.models import User
from config.core.personal import Person, Table

EXPORTS = "exports"
HASH = "the hash of a secret, of use to nobody but a thief"
SEALED = "sealed; connect anew elsewhere instead"
LOGS_YOU_IN = "a live session logs you in"


def _operators_acts(person: Person) -> Q:
    """Theirs, and those on their account, whose e-mail address is in the words of the log."""
    accounts = ContentType.objects.get_for_model(User)
    return Q(user=person.user_pk) | Q(content_type=accounts, object_id=str(person.user_pk))


def end_sessions(person: Person) -> int:
    """Log this person out everywhere; how many sessions that were."""
    known = set(UserSession.objects.filter(user=person.user_pk).values_list("session_key", flat=True))
    for session in Session.objects.exclude(session_key__in=known).iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person.user_pk):
            known.add(session.session_key)
    return Session.objects.filter(session_key__in=known).delete()[0]


TABLES = (
    Table("athletes.User", user=("pk",), left_out={"password": HASH}),
    Table("athletes.Athlete", athlete=("pk",)),
    Table("athletes.Threshold", athlete=("athlete",)),
    Table("athletes.PrivacyZone", athlete=("athlete",)),
    Table("athletes.Tombstone", athlete=("athlete",)),
    Table("athletes.ExternalId", athlete=("athlete",)),
    Table("athletes.DataExport", user=("user",), left_out={"file": "a file like this one"}),
    Table("athletes.ErasureRequest", user=("user",)),
    Table("athletes.Connection", athlete=("athlete",)),
    Table("athletes.ConnectionAttempt", athlete=("athlete",)),
    Table("athletes.DataKey", athlete=("athlete",), why_not_exported="the key that seals your tokens"),
    Table("athletes.Credential", athlete=("athlete",), why_not_exported=SEALED),
    Table("athletes.Device", user=("user",), left_out={"token_sha256": HASH}),
    Table("athletes.ApiKey", user=("user",), left_out={"secret_sha256": HASH}),
    Table(
        "athletes.CoachLink",
        athlete=("athlete",),
        user=("coach",),
        also={"coach_email": "coach__email", "athlete_name": "athlete__name"},
    ),
    Table(
        "athletes.CoachInvitation",
        athlete=("athlete",),
        user=("coach",),
        email=("email",),
        left_out={"token_sha256": HASH},
    ),
    Table("athletes.RosterView", user=("owner",)),
    Table(
        "athletes.DataRead", athlete=("athlete",), user=("viewer",), also={"viewer_email": "viewer__email"}
    ),
    Table("account.EmailAddress", user=("user",)),
    Table(
        "account.EmailConfirmation",
        user=("email_address__user",),
        left_out={"key": "proves that a mailbox is yours"},
    ),
    Table(
        "mfa.Authenticator",
        user=("user",),
        left_out={"data": "the secret of a second factor, sealed"},
    ),
    Table(
        "usersessions.UserSession",
        user=("user",),
        left_out={"session_key": LOGS_YOU_IN, "data": "inner workings"},
    ),
    Table("allauth_idp_oidc.Client", user=("owner",), left_out={"secret": HASH}),
    Table("athletes.PartnerGrant", user=("user",), also={"client_name": "client__name"}),
    Table("allauth_idp_oidc.Token", user=("user",), left_out={"hash": HASH, "data": "inner workings"}),
    Table(
        "admin.LogEntry",
        where=_operators_acts,
        why_not_exported="what operators did, in their words; the audit record in here says the same",
    ),
)
