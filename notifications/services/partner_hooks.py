"""Receivers that applications of others name for themselves, within what they were let in for."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from athletes import vault
from athletes.models import PartnerGrant, User
from config.core.errors import AppException, DataValidationError
from notifications.channels import own_addresses
from notifications.channels.webhook.connecting import prove_receiver
from notifications.channels.webhook.posting import APPLICATION
from notifications.models import Address, DataHook

MOST = 5
"""Receivers of one application for one person."""
PROVING = timedelta(minutes=10)
"""Longer than a test takes: an address that has no hook by then never gets one."""


def hooks_of(grant: PartnerGrant) -> QuerySet[DataHook]:
    """What this application asked to be told for this person."""
    found: QuerySet[DataHook] = DataHook.objects.filter(grant=grant).select_related("address").order_by("pk")
    return found


def prove_partner_receiver(*, user: User, grant: PartnerGrant, url: str, secret: str) -> Address:
    """The receiver at `url`, once it has answered a test that is signed with `secret`.

    One that is known keeps its secret and is not tested again. Raises DataValidationError for one too many
    and for one of another application, DeliveryError, RateLimitedError; nothing is kept then.
    """
    known = hooks_of(grant).filter(address__target=url).first()
    if known is not None:
        return known.address
    if hooks_of(grant).count() >= MOST:
        raise DataValidationError(f"There are {MOST} already. Remove one first.", code="ADDRESSES_FULL")
    with transaction.atomic():
        address, is_new = Address.objects.get_or_create(user=user, channel=APPLICATION, target=url)
        if not is_new:
            raise DataValidationError("This receiver is in use already.", code="ADDRESS_KNOWN")
        athlete, purpose = own_addresses.vault_of(address)
        vault.seal(athlete=athlete, purpose=purpose, data={"secret": secret})
    try:
        prove_receiver(address=address)
    except AppException:
        _forget(address)
        raise
    return address


def end_hook(hook: DataHook) -> None:
    """Tell it nothing more; what an application named goes with it, secret and all."""
    if hook.grant_id is None:
        hook.delete()
    else:
        _forget(hook.address)


def end_left_over() -> None:
    """End what was asked for by applications that are not let in any more."""
    of_applications = Address.objects.filter(channel=APPLICATION).select_related("user__athlete")
    wanted = DataHook.objects.filter(grant__in=PartnerGrant.objects.in_force())
    unproven = Address.objects.filter(data_hooks=None, created_at__gt=timezone.now() - PROVING)
    for address in of_applications.exclude(data_hooks__in=wanted).exclude(pk__in=unproven.values("pk")):
        _forget(address)


def _forget(address: Address) -> None:
    athlete, purpose = own_addresses.vault_of(address)
    with transaction.atomic():
        vault.erase(athlete=athlete, purpose=purpose)
        address.delete()
