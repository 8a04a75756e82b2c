"""Whether a model may be asked at this moment, without asking it."""

from __future__ import annotations

from django.conf import settings

from analysis.errors import AIUnavailableError, ClaudeAPIError
from analysis.gateway import keys
from analysis.gateway.recording import line_of
from config.core import breaker

SWITCHED_OFF = "Claude is switched off on this server."


def why_unavailable() -> str:
    """In words for people why only the rules answer; "" when Claude may be asked."""
    if not settings.AI_ENABLED:
        return SWITCHED_OFF
    try:
        keys.usable(settings.ANALYSIS_MODEL)
    except (AIUnavailableError, ClaudeAPIError) as error:
        return error.message
    if breaker.is_resting(line_of(settings.ANALYSIS_MODEL)):
        return "Claude had trouble several times and is left alone for a minute."
    return ""
