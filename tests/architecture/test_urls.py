"""Nobody sees anything without logging in, unless it is listed here with a reason."""

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

from tests.architecture.source import listed
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.either

OPEN = {
    "accounts/login/": "this is the login",
    "accounts/logout/": "says goodbye to those who are logged out already",
    "accounts/signup/": "how people become users",
    "accounts/inactive/": "tells a switched-off user why the login did not work",
    "accounts/confirm-email/": "the link of a mail has to work in any browser",
    "accounts/confirm-email/a-key/": "the link of a mail has to work in any browser",
    "accounts/password/reset/": "for those who cannot log in",
    "accounts/password/reset/done/": "for those who cannot log in",
    "accounts/password/reset/key/1-a-key/": "for those who cannot log in",
    "accounts/password/reset/key/done/": "for those who cannot log in",
    "admin/login/": "the operators' login",
    "admin/logout/": "says goodbye to those who are logged out already",
    "admin/coach/login/": "leads coaches to the one login",
    "admin/coach/logout/": "says goodbye to those who are logged out already",
    "api/auth/app/v1/config": "what an app's login page needs to know; nothing of anybody",
    "api/auth/app/v1/auth/session": "says that nobody is logged in",
    "api/auth/app/v1/auth/login": "this is the login of apps",
    "api/auth/app/v1/auth/signup": "how people become users",
    "api/auth/app/v1/auth/code/confirm": "refused unless a login waits for a code",
    "api/auth/app/v1/auth/webauthn/login": "a fresh challenge for a passkey",
    "api/auth/app/v1/auth/email/verify": "the key of a mail is what it asks for",
    "api/auth/app/v1/auth/email/verify/resend": "refused unless a login waits for it",
    "api/auth/app/v1/auth/phone/verify": "refused: there are no phone numbers",
    "api/auth/app/v1/auth/phone/verify/resend": "refused: there are no phone numbers",
    "api/auth/app/v1/auth/password/request": "for those who cannot log in",
    "api/auth/app/v1/auth/password/reset": "for those who cannot log in",
    "api/auth/app/v1/account/email": "answers a POST of nobody with a conflict instead of 401",
    "api/auth/app/v1/account/phone": "answers a POST of nobody with a conflict instead of 401",
    "api/auth/app/v1/tokens/refresh": "the refresh token is what it asks for",
    ".well-known/openid-configuration": "programs read where the doors are; nothing of anybody",
    ".well-known/jwks.json": "the public keys that partners check signatures with",
    "identity/o/api/token": "a code and the secret of the application are what it asks for",
    "identity/o/api/revoke": "the secret of the application is what it asks for",
    "calendar/1.ics": "calendars cannot log in: the long random address is the key",
    "notifications/channels/email/unsubscribe/1/": "no login in mail programs: the signed address is the key",
    "notifications/channels/email/events/": "mail providers cannot log in: what they did not sign is refused",
    "health": "balancers ask whether the process answers; it says nothing else",
    "health/detailed": "asks for METRICS_TOKEN, or for this machine itself without one",
    "metrics": "asks for METRICS_TOKEN, or for this machine itself without one",
}
SAMPLES = {"athlete": "me", "uid": str(uuid4()), "metric": "hrv", "key": "a-key", "app_label": "metrics"}
REFUSED = {401, 403, 405}
LOGINS = ("/accounts/login/", "/admin/login/", "/admin/coach/login/")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """One address for every pattern, with something fitting for its arguments."""
    for each in patterns:
        whole = before + _sample(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, whole)
        else:
            yield whole


def is_open(client: Client, address: str) -> bool:
    """Whether an anonymous GET or POST is answered by anything but a refusal."""
    return not all(_is_refusal(ask(f"/{address}")) for ask in (client.get, client.post))


def open_addresses(client: Client, allowed: Mapping[str, str]) -> list[str]:
    found = addresses(get_resolver().url_patterns)
    return [address for address in found if address not in allowed and is_open(client, address)]


@pytest.mark.django_db
def test_every_address_needs_a_login_or_is_listed_with_a_reason(client: Client) -> None:
    faults = open_addresses(client, OPEN)

    assert not faults, listed(faults)


@pytest.mark.django_db
def test_the_list_names_only_addresses_that_exist_and_are_open(client: Client) -> None:
    existing = set(addresses(get_resolver().url_patterns))

    stale = [address for address in OPEN if address not in existing]

    assert not stale, listed(stale)


@pytest.mark.django_db
def test_the_guard_finds_an_open_address(client: Client) -> None:
    def leaky(request: HttpRequest, athlete: str) -> HttpResponse:
        return HttpResponse("everything")

    planted = ModuleType("planted")
    planted.urlpatterns = [path("athletes/<str:athlete>/secrets/", leaky)]  # type: ignore[attr-defined]

    with override_settings(ROOT_URLCONF=planted):
        assert open_addresses(client, {}) == ["athletes/me/secrets/"]


def _sample(pattern: RoutePattern | RegexPattern) -> str:
    text, arguments = normalize(pattern.regex.pattern)[0]
    return text % {name: SAMPLES.get(name, "1") for name in arguments}


def _is_refusal(response: HttpResponseBase) -> bool:
    if response.status_code == 302:
        return response.headers["Location"].startswith(LOGINS)
    return response.status_code in REFUSED


def answers_anything(client: Client, found: Iterable[str]) -> list[str]:
    """Pages that take a method which no page has."""
    return [
        f"{method} {address}"
        for address in found
        if address.startswith(("athletes/", "notifications/"))
        for method in ("PUT", "PATCH", "DELETE", "TRACE")
        if client.generic(method, f"/{address}").status_code != 405
    ]


@pytest.mark.django_db
@pytest.mark.long
def test_every_page_names_the_methods_it_takes(client: Client) -> None:
    client.force_login(AthleteFactory().user)

    faults = answers_anything(client, addresses(get_resolver().url_patterns))

    assert not faults, listed(faults)
