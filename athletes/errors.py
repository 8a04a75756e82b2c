"""Garmin's branch of the error tree."""

from __future__ import annotations

from config.core.errors import ExternalAPIError


class GarminAPIError(ExternalAPIError):
    code = "GARMIN_ERROR"
    default_message = "Garmin did not answer as it should."


class GarminAuthenticationError(GarminAPIError):
    """Garmin refuses the key, the tokens, the password or the code: only the athlete can help."""

    code = "GARMIN_AUTH_FAILED"
    status = 401
    retryable = False
    default_message = "Garmin does not accept this connection any more. Connect again."


class GarminConnectionError(GarminAPIError):
    """Garmin is away, slow, blocked or talks nonsense: the connection stays and is tried again."""

    code = "GARMIN_UNAVAILABLE"
    status = 503
    default_message = "Garmin cannot be reached at the moment. Your data here stays as it is."


class GarminRateLimitError(GarminAPIError):
    code = "GARMIN_RATE_LIMITED"
    status = 429
    default_message = "Garmin asked us to wait. Formline goes on by itself."


class GarminNotOfferedError(GarminAPIError):
    """This way in, or this account, does not have what was asked for: not an outage, and not repeated."""

    code = "GARMIN_NOT_OFFERED"
    status = 404
    retryable = False
    default_message = "Garmin does not offer this for this account."
