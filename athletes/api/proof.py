"""What only somebody who has just shown who they are may do."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from rest_framework.request import Request

from config.core.api.authentication import BrowserSession
from config.core.api.codes import Code, register
from config.core.errors import DataError

register(
    Code("PROOF_NEEDED", 403, True, "Confirm in the browser that it is you, at /accounts/reauthenticate/.")
)
IN_WORDS = (
    "In a browser that has just been given the password or second factor, as on the page for it: "
    "else 403 `PROOF_NEEDED`."
)


def check_proven(request: Request, message: str) -> None:
    """Raises DataError PROOF_NEEDED (403) with the `message`."""
    is_browser = isinstance(request.successful_authenticator, BrowserSession)
    if not is_browser or not did_recently_reauthenticate(request._request):
        raise DataError(message, code="PROOF_NEEDED", status=403, retryable=True)
