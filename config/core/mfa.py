"""Whether the person behind a request has proven more than a password."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def enrolled(*, by: datetime | None = None) -> QuerySet[Authenticator, int]:
    """The ids of all people with a second factor, or who had one `by` an instant, for queries."""
    found = Authenticator.objects.filter(type__in=SECOND_FACTORS)
    return (found if by is None else found.filter(created_at__lte=by)).values_list("user", flat=True)


def is_enrolled(user_id: int | None) -> bool:
    """Whether this person has set up a second factor. Recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists()


def has_mfa(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor that is still set up.

    False for whoever is not logged in, for a session from before the set-up, and for what has no session:
    tokens and keys never open an admin.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return False
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records) and is_enrolled(user.pk)


def ask_for_mfa(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that says why a second factor is needed here, sets it up or asks for it, and comes back."""
    wanted = urlencode({"next": request.GET.get("next") or request.get_full_path()}, safe="/")
    return HttpResponseRedirect(f"{reverse('account:second-factor')}?{wanted}")
