"""Whatever opens an account to somebody, ended by an operator, such as when it was taken over."""

from __future__ import annotations

from django.db import transaction

from athletes.models import PartnerGrant, User
from athletes.personal import end_sessions
from athletes.services.api_keys import revoke_key, working_keys
from athletes.services.partners import disconnect_partner
from config.core import audit
from config.core.personal import Person


def end_logins(*, user: User, by: User, also_programs: bool = False) -> None:
    """Log `user` out of every browser and app, with `also_programs` out of keys and applications too.

    They are told, and it is on record who did it. Their password and second factors stay.
    """
    with transaction.atomic():
        ended = end_sessions(Person(user_pk=user.pk, user_uid=user.uid, email=user.email))
        if also_programs:
            _end_programs(user)
        facts = {"sessions": ended, "programs": also_programs}
        audit.record(by.uid, "account.logins_ended", user.uid, facts)


def _end_programs(user: User) -> None:
    for key in working_keys(user):
        revoke_key(user=user, uid=key.uid)
    for grant in PartnerGrant.objects.in_force().filter(user=user):
        disconnect_partner(user=user, uid=grant.uid)
