"""Telling a browser that somebody has used before from one that is new to the account."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from athletes.models import Device, User
from config.core.pruning import prune

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Seen:
    """`token` belongs into the browser's cookie; `is_first` where the account had no device before."""

    device: Device
    token: str
    is_new: bool
    is_first: bool


def see_device(*, user: User, token: str, user_agent: str) -> Seen:
    """Note a login from the browser that holds `token`, which may be empty, foreign or made up."""
    token = token if TOKEN.fullmatch(token) else secrets.token_urlsafe(32)
    now, label = timezone.now(), describe(user_agent)
    with transaction.atomic():
        is_first = not Device.objects.filter(user=user).exists()
        device, is_new = Device.objects.get_or_create(
            user=user,
            token_sha256=hashlib.sha256(token.encode()).hexdigest(),
            defaults={"label": label, "last_login_at": now},
        )
        if not is_new:
            device.label, device.last_login_at = label, now
            device.save(update_fields=["label", "last_login_at"])
    return Seen(device, token, is_new, is_first)


def prune_devices(before: datetime, dry_run: bool = False) -> int:
    """Forget browsers from which nobody has logged in since then; how many."""
    return prune(Device.objects.filter(last_login_at__lt=before), dry_run)


def describe(user_agent: str) -> str:
    """ "Firefox on Linux"; what says nothing about itself is "A program"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if not browser:
        return f"A program on {system}" if system else "A program"
    return f"{browser} on {system}" if system else browser
