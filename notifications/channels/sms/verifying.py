"""Proving that a number is its owner's: a code goes there, and comes back by hand."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from athletes.models import User
from config.core import ratelimit
from config.core.errors import DataValidationError, RateLimitedError
from notifications.channels import own_addresses
from notifications.channels.sms.channel import NAME
from notifications.channels.sms.sending import text
from notifications.models import Address

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
MOST_ATTEMPTS = 5
CODES_PER_HOUR = 3
"""To one person and to one number."""
HOUR_S = 3600


def send_code(*, user: User, number: str) -> Address:
    """Send a new code to a number that is to be proven.

    Raises DataValidationError for one that is proven or one too many, RateLimitedError and DeliveryError.
    """
    mine = own_addresses.of(user, NAME)
    known = mine.filter(target=number).first()
    if known is None:
        own_addresses.check_room(user, NAME)
    elif known.verified_at:
        raise DataValidationError("This number is in use already.", code="ADDRESS_KNOWN")
    for key in (f"sms-code:{user.pk}", f"sms-code:{number}"):
        allowance = ratelimit.hit(key, CODES_PER_HOUR, HOUR_S)
        if not allowance.allowed:
            raise RateLimitedError("That were many codes.", retry_after_s=allowance.retry_after_s)
    address = known or Address.objects.create(user=user, channel=NAME, target=number)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    Address.objects.filter(pk=address.pk).update(
        code_hash=_hashed(address, code), code_sent_at=timezone.now(), code_attempts=0
    )
    text(user=user, number=number, body=f"{code} is your code for Formline. It is valid for 10 minutes.")
    return address


def confirm(*, address: Address, code: str) -> None:
    """Put a number into use for its code. Raises DataValidationError for a wrong, old or overtried one."""
    since = timezone.now() - VALID_FOR
    waiting = Address.objects.filter(pk=address.pk, verified_at=None, code_sent_at__gt=since)
    # Counted before it is looked at, so that many at once do not get more tries.
    if not waiting.filter(code_attempts__lt=MOST_ATTEMPTS).update(code_attempts=F("code_attempts") + 1):
        raise DataValidationError("This code is not valid any more. Ask for a new one.", code="CODE_EXPIRED")
    address.refresh_from_db()
    if not constant_time_compare(address.code_hash, _hashed(address, code.strip().replace(" ", ""))):
        raise DataValidationError("This is not the code that was sent.", code="CODE_WRONG")
    waiting.filter(code_hash=address.code_hash).update(
        verified_at=timezone.now(), code_hash="", disabled_at=None, disabled_reason=""
    )


def _hashed(address: Address, code: str) -> str:
    return salted_hmac("notifications.sms", f"{address.uid}:{code}", algorithm="sha256").hexdigest()
