"""What mail servers and mail providers answer, as our own errors, without their words: they name people."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

from notifications.errors import AddressRefusedError, DeliveryError

FINAL = 500
LOGIN = (401, 403)
PASSING = (408, 429)


class MailAwayError(DeliveryError):
    """Nobody's mail gets through at the moment."""

    retryable = True


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise DeliveryError; AddressRefusedError where the address is at fault, MailAwayError where we are."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise _of_server(error) from error
    except AnymailError as error:
        raise _of_provider(error) from error
    except OSError as error:
        raise MailAwayError(f"The mail server is away ({type(error).__name__}).") from error


def _of_server(error: smtplib.SMTPException) -> DeliveryError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((answer[0] for answer in error.recipients.values()), default=FINAL)
        if code >= FINAL:
            return AddressRefusedError(f"The mail server refused the address ({code}).")
        return DeliveryError(f"The mail server asked to wait ({code}).", retryable=True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        # A wrong password of ours says nothing about the mail; it goes out when an operator has mended it.
        return MailAwayError("The mail server did not accept our login.")
    if isinstance(error, smtplib.SMTPResponseException):
        is_final = error.smtp_code >= FINAL
        return DeliveryError(f"The mail server answered {error.smtp_code}.", retryable=not is_final)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return DeliveryError("The mail server cannot take this address or text.", retryable=False)
    return MailAwayError(f"The mail server is away ({type(error).__name__}).")


def _of_provider(error: AnymailError) -> DeliveryError:
    if isinstance(error, AnymailRecipientsRefused):
        return AddressRefusedError("The mail provider refused the address.")
    if not isinstance(error, AnymailAPIError):
        return DeliveryError("The mail provider cannot take this address or text.", retryable=False)
    if error.status_code is None:
        return MailAwayError("The mail provider is away.")
    if error.status_code in LOGIN:
        return MailAwayError("The mail provider did not accept our key.")
    is_passing = error.status_code >= FINAL or error.status_code in PASSING
    kind = MailAwayError if is_passing else DeliveryError
    return kind(f"The mail provider answered {error.status_code}.", retryable=is_passing)
