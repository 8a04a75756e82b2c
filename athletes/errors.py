"""Garmin's branch of the error tree."""

from __future__ import annotations

from config.core.errors import DataError, ExternalAPIError, RateLimitedError


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


class OtherAccountError(GarminAuthenticationError):
    """Somebody connected again, with an account that is not the one of the data that are here."""

    code = "GARMIN_OTHER_ACCOUNT"
    status = 409
    default_message = (
        "This is another Garmin account than the one connected so far, and data of two accounts must not mix."
        " To change the account, disconnect first, then connect."
    )


class AttemptOpenError(DataError):
    """One try to connect at a time: the other would ask Garmin for a second code and spoil the first."""

    code = "CONNECTING_UNDER_WAY"
    status = 409
    default_message = "Formline is connecting already. Wait until that has ended."


class AttemptClosedError(DataError):
    """The try to connect is over, or does not wait for a code."""

    code = "CONNECTING_OVER"
    status = 409
    default_message = "This try to connect is over. Start again."


class AttemptInterruptedError(DataError):
    """The process that connected went away, and with it what was typed."""

    code = "LOGIN_INTERRUPTED"
    status = 503
    default_message = "Connecting was interrupted. Nothing that you typed was kept: please type it again."


class CodeExpiredError(DataError):
    code = "GARMIN_CODE_EXPIRED"
    status = 410
    default_message = "The code was not entered within ten minutes. Log in again to get a new one."


class ConnectingBusyError(RateLimitedError):
    """As many people are connecting at this moment as this process takes on."""

    code = "CONNECTING_BUSY"
    status = 503
    default_message = "Many people are connecting at this moment. Please try again in a few minutes."
