"""Second factors for tests."""

from __future__ import annotations

import base64
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from athletes.models import User

SECRET = base64.b32encode(b"twenty bytes, exactly"[:20]).decode()


def enrol(user: User, secret: str = SECRET) -> Authenticator:
    """An authenticator app with this key."""
    return TOTP.activate(user, secret).instance


def code_now(secret: str = SECRET) -> str:
    """What the app shows at this moment, by RFC 6238."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in_with_mfa(client: Client, user: User) -> None:
    """As `force_login`, of somebody who was asked for their second factor."""
    if not Authenticator.objects.filter(user=user, type="totp").exists():
        enrol(user)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
