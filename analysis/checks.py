"""What `manage.py check` says about settings of Claude that would only fail, or do nothing, later."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

PROFILES = ("anthropic", "compatible")


@register()
def claude(**_: Any) -> list[CheckMessage]:
    """AI_PROFILE is known, ANTHROPIC_BASE_URL is an address, and the switch has a key to go with it."""
    found: list[CheckMessage] = []
    if settings.AI_PROFILE not in PROFILES:
        found.append(Error(f"AI_PROFILE is none of {', '.join(PROFILES)}.", id="analysis.E001"))
    address = urlsplit(settings.ANTHROPIC_BASE_URL)
    if settings.ANTHROPIC_BASE_URL and not (address.scheme in ("http", "https") and address.hostname):
        found.append(Error("ANTHROPIC_BASE_URL is not an address.", id="analysis.E002"))
    if settings.AI_PROFILE == "compatible" and not settings.ANTHROPIC_BASE_URL:
        found.append(Error("AI_PROFILE=compatible needs ANTHROPIC_BASE_URL.", id="analysis.E003"))
    if settings.AI_ENABLED and not settings.ANTHROPIC_API_KEYS and settings.AI_PROFILE == "anthropic":
        hint = "Set ANTHROPIC_API_KEY, or leave AI_ENABLED off."
        found.append(Warning("Claude is switched on and has no key.", hint=hint, id="analysis.W001"))
    return found
