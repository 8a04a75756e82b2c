"""Several keys take turns when one is refused: that one rests, and so does a model that does not exist."""

from __future__ import annotations

import hashlib

from django.conf import settings

from analysis.errors import AIUnavailableError, ClaudeAuthError, ClaudeBillingError
from analysis.gateway.wire import is_compatible
from config.core import cache
from config.core.logging import logger

PUBLIC_ADDRESS = "https://api.anthropic.com"
REST_S = 3600.0
"""Until it is looked at again, by one request, whether somebody has mended it meanwhile."""

log = logger(__name__)


def base_url() -> str:
    """The address without `/v1`, which the SDK adds itself."""
    given = settings.ANTHROPIC_BASE_URL.rstrip("/").removesuffix("/v1")
    return given or PUBLIC_ADDRESS


def all_keys() -> list[str]:
    """Those of the settings. Servers of one's own want none, but the SDK does."""
    return list(settings.ANTHROPIC_API_KEYS) or (["none"] if is_compatible() else [])


def usable(model: str) -> list[str]:
    """Keys to try, in order.

    Raises AIUnavailableError when there is none, and ClaudeBillingError or ClaudeAuthError while all of them,
    or the model, rest.
    """
    keys = all_keys()
    if not keys:
        raise AIUnavailableError
    marks = {key: cache.read(_mark(key)) for key in keys}
    rested = [key for key in keys if marks[key] is None]
    if rested and cache.read(_mark(model)) is None:
        return rested
    raise ClaudeBillingError if "billing" in marks.values() else ClaudeAuthError


def let_key_rest(key: str, error: ClaudeAuthError | ClaudeBillingError) -> None:
    """Ask with others for a while. The log tells operators, by an error that counts the keys from 1."""
    reason = "billing" if isinstance(error, ClaudeBillingError) else "auth"
    cache.write(_mark(key), reason, REST_S)
    place = all_keys().index(key) + 1
    log.error("claude_refuses_key", place=place, reason=reason, status=error.http_status)


def let_model_rest(model: str) -> None:
    """No key knows the address or the model."""
    cache.write(_mark(model), "missing", REST_S)
    log.error("claude_has_no_such_model", model=model)


def _mark(what: str) -> str:
    """The address is part of it, so that another one starts anew."""
    digest = hashlib.sha256(f"{base_url()}|{what}".encode()).hexdigest()
    return f"formline:claude:refused:{digest[:32]}"
