"""Applications that people let in: consent, tokens that follow it, and the end of both.

Codes and refresh tokens work once. Whoever shows a spent one later than `GRACE_S` has a copy, and nobody
knows whose: the whole grant ends, with every token made from it (RFC 9700, 4.14.2; RFC 6749, 4.1.2).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.utils import timezone

from athletes.models import PartnerGrant, User
from athletes.scopes import known
from config.core import audit
from config.core.errors import DataNotFoundError
from config.core.pruning import prune

GRACE_S = 10
SPENT_KEPT = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=1)
ONCE = {"authorization_code": Token.Type.AUTHORIZATION_CODE, "refresh_token": Token.Type.REFRESH_TOKEN}
LIVE = (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN)


def let_in(*, user: User, client: Client, scopes: Collection[str], valid_until: datetime) -> PartnerGrant:
    """The consent of this person, instead of any earlier one to the same application."""
    facts = {"scopes": sorted(scopes), "valid_until": valid_until, "revoked_at": None}
    with transaction.atomic():
        grant, _ = PartnerGrant.objects.update_or_create(user=user, client=client, defaults=facts)
        _record(grant, "granted", scopes=grant.scopes, until=valid_until.date().isoformat())
    return grant


def disconnect_partner(*, user: User, uid: UUID) -> PartnerGrant:
    """Its tokens work no more, at once. Raises DataNotFoundError for a grant that is not this person's."""
    grant = PartnerGrant.objects.select_related("client", "user").filter(user=user, uid=uid).first()
    if grant is None:
        raise DataNotFoundError("There is no such application.")
    if grant.revoked_at is None:
        _end(grant, "revoked", by="you")
    return grant


def use_token(text: str) -> User | None:
    """Whose access token this is, with `token_scopes` and `partner_grant`; None where it is not in force."""
    row = Token.objects.select_related("user").lookup(Token.Type.ACCESS_TOKEN, text)
    if row is None or not isinstance(row.user, User):
        return None
    grants = PartnerGrant.objects.in_force().select_related("client")
    grant = grants.filter(user=row.user, client=row.client_id).first()
    if grant is None:
        return None
    now = timezone.now()
    if grant.last_used_at is None or now - grant.last_used_at >= NOTED_EVERY:
        PartnerGrant.objects.filter(pk=grant.pk).update(last_used_at=now)
    user: User = row.user
    user.token_scopes = known(row.get_scopes()) & known(grant.scopes)  # type: ignore[attr-defined]
    user.partner_grant = grant  # type: ignore[attr-defined]
    return user


def is_replay(*, kind: str, secret: str) -> bool:
    """Whether this code or refresh token was spent before; ends the grant unless that was just now."""
    rows = Token.objects.expired().by_value(secret).filter(type=ONCE[kind], data__spent=True)
    spent = rows.first()
    if spent is None:
        return False
    if spent.expires_at and timezone.now() - spent.expires_at > timedelta(seconds=GRACE_S):
        grant = PartnerGrant.objects.select_related("client", "user")
        for each in grant.filter(user=spent.user_id, client=spent.client_id, revoked_at=None):
            _end(each, "token_reused")
    return True


def tokens_given(*, kind: str, secret: str, access_token: str) -> bool:
    """After tokens were made from `secret`, in the same transaction: it is spent, and they end with consent.

    False where there is no consent in force: then the caller rolls back. Raises IntegrityError where the same
    secret was spent at the same moment.
    """
    made = Token.objects.by_value(access_token).get(type=Token.Type.ACCESS_TOKEN)
    theirs = {"user": made.user_id, "client": made.client_id}
    grant = PartnerGrant.objects.in_force().select_related("client", "user").filter(**theirs).first()
    if grant is None:
        return False
    Token.objects.filter(**theirs, type__in=LIVE, expires_at__gt=grant.valid_until).update(
        expires_at=grant.valid_until
    )
    Token.objects.create(
        type=ONCE[kind],
        hash=get_adapter().hash_token(secret),
        user=made.user,
        client=made.client,
        data={"spent": True},
        expires_at=timezone.now(),
    )
    _record(grant, "tokens_made" if kind == "authorization_code" else "tokens_renewed")
    return True


def is_own_token(*, token: str, client_id: str) -> bool:
    """Whether this application was given this token, or nobody was."""
    row = Token.objects.by_value(token).filter(type__in=LIVE).first()
    return row is None or row.client_id == client_id


def grant_behind(*, token: str) -> PartnerGrant | None:
    """The consent that ends with this refresh token; None for any other text."""
    row = Token.objects.lookup(Token.Type.REFRESH_TOKEN, token)
    if row is None:
        return None
    grants = PartnerGrant.objects.in_force().select_related("client", "user")
    return grants.filter(user=row.user_id, client=row.client_id).first()


def end_by_application(*, grant: PartnerGrant) -> None:
    """The application does not want what it was let in for any more."""
    _end(grant, "revoked", by="application")


def prune_partner_tokens(before: datetime, dry_run: bool = False) -> int:
    """Remove tokens that ended by then; how many. Spent ones are kept so long to know a copy by."""
    return prune(Token.objects.filter(expires_at__lt=before), dry_run)


def _end(grant: PartnerGrant, what: str, **facts: str) -> None:
    with transaction.atomic():
        tokens = Token.objects.valid().filter(type__in=LIVE)
        tokens.filter(user=grant.user_id, client=grant.client_id).delete()
        grant.revoked_at = timezone.now()
        grant.save(update_fields=["revoked_at"])
        _record(grant, what, **facts)


def _record(grant: PartnerGrant, what: str, **facts: object) -> None:
    by_partner = what in {"tokens_made", "tokens_renewed", "token_reused"} or facts.get("by") == "application"
    actor = grant.uid if by_partner else grant.user.uid
    audit.record(actor, f"partner.{what}", grant.user.uid, {"application": grant.client.name, **facts})
