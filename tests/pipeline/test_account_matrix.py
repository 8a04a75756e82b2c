"""Every address without an athlete in it, both admins included, as everybody who might ask.

Of the owner's own things a word is planted that stands nowhere else. An address that names one of them
refuses everybody else; the others show whoever asks their own, and never that word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from athletes.models import ApiKey, Athlete, DataExport, PartnerGrant, PrivacyZone, RosterView, User
from athletes.services.zones import add_zone
from config.core.celery import sending_with
from config.core.models import Counter
from notifications.models import Address, DataHook, Message
from tests.architecture.source import listed
from tests.architecture.test_urls import OPEN, SAMPLES, addresses
from tests.athletes.api_world import WRITE_ALL
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.mfa import enrol, log_in_with_mfa
from tests.factories.tokens import application_of, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]

MARK = "plantedmine"
AT_ONCE = 40
"""Addresses between two looks away of the limits, which are tested elsewhere."""
CHALLENGES = {"accounts/2fa/webauthn/login/"}
"""A fresh challenge for a passkey, for whoever is about to log in; nothing of anybody."""
RARELY = ("nobody", "stranger", "coach", "key of one scope", "application of one scope")
"""Met by the line of an admin that asks for the operator's flag: asked there by `bin/test --long`."""
UID = SAMPLES["uid"]
WAYS_IN = (
    "/accounts/login/",
    "/admin/login/",
    "/admin/coach/login/",
    "/account/second-factor/",
    "/accounts/reauthenticate/",
)
REFUSED = {401, 403, 404, 405}
METHODS = ("get", "post", "put", "patch", "delete")
PARTS = {
    "account": ("account/", "api/v1/account/", "accounts/", "identity/", "coaching/"),
    "messages": ("notifications/", "api/v1/notifications/"),
    "applications": ("api/v1/application/",),
    "rest": ("api/auth/", "api/schema/", "api/docs/"),
}
ADMINS = ("admin/coach/", "admin/")
PEOPLE = ("stranger", "coach", "operator", "operator with a second factor")
TOKENS = ("key of one scope", "application of one scope")
MODELS: dict[Any, str] = {
    User: "pk",
    EmailAddress: "user",
    Authenticator: "user",
    ApiKey: "user",
    PartnerGrant: "user",
    Token: "user",
    DataExport: "user",
    Address: "user",
    Message: "user",
    PrivacyZone: "athlete__user",
    DataHook: "address__user",
    RosterView: "owner",
}
NOTED = {"last_used_at", "last_login", "updated_at", "revision"}
"""Columns that say when something was used, which using it may change."""


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(user__email=f"{MARK}@example.org")
    user, now = made.user, timezone.now()
    enrol(user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    key_of(user, ["plan:read"])
    application_of(user, ["plan:read"], "another")
    ApiKey.objects.update(name=MARK)
    DataExport.objects.create(user=user, state=DataExport.State.READY, expires_at=now + timedelta(days=1))
    add_zone(athlete=made, name=MARK, latitude_deg=47.0, longitude_deg=8.0, radius_m=500)
    target = f"https://{MARK}.example"
    hooked = Address.objects.create(user=user, channel="webhook", target=target, label=MARK, verified_at=now)
    RosterView.objects.create(owner=user, name=MARK, query="only=waits")
    DataHook.objects.create(address=hooked, athlete=made, events=[MARK], cursor="")
    Message.objects.create(user=user, kind="sync_failed", key=MARK, context={"source": MARK}, url=f"/{MARK}/")
    return made


def below(parts: tuple[str, ...], owner: User) -> Iterator[tuple[bool, str]]:
    """Whether it names a thing of the owner, and the address."""
    for each in sorted(set(addresses(get_resolver().url_patterns))):
        if each.startswith(parts) and each not in {*OPEN, *CHALLENGES}:
            yield UID in each, "/" + each.replace(UID, str(_thing(each, owner)))


def _thing(address: str, owner: User) -> Any:
    kinds: dict[str, Any] = {
        "places/": PrivacyZone,
        "data-hooks/": DataHook,
        "keys/": ApiKey,
        "exports/": DataExport,
        "applications/": PartnerGrant,
        "addresses/": Address,
        "channels/": Address,
        "views/": RosterView,
    }
    model = next((model for part, model in kinds.items() if part in address), Message)
    return model.objects.filter(**{MODELS[model]: owner}).first().uid


def state(owner: User) -> list[Any]:
    return [
        list(model.objects.filter(**{path: owner.pk}).order_by("pk").values_list(*_kept(model)))
        for model, path in MODELS.items()
    ]


def _kept(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in NOTED]


def client_of(role: str, athlete: Athlete) -> Client:
    if role in TOKENS:
        make = key_of if role == TOKENS[0] else application_of
        return Client(headers={"Accept": "application/json", **make(athlete.user, ["plan:read"])})
    client = Client(headers={"Accept": "application/json"})
    if role == "stranger":
        client.force_login(AthleteFactory().user)
    elif role == "coach":
        log_in_with_mfa(client, CoachLinkFactory(athlete=athlete, scopes=WRITE_ALL).coach)
    elif role == "operator":
        client.force_login(UserFactory(is_staff=True, is_superuser=True))
    elif role != "nobody":
        log_in_with_mfa(client, UserFactory(is_staff=True, is_superuser=True))
    return client


def answers(client: Client, parts: tuple[str, ...], owner: User) -> Iterator[tuple[str, bool, int, str]]:
    """What was asked, whether it names a thing of the owner, the status and what was told."""
    for number, (is_theirs, address) in enumerate(list(below(parts, owner))):
        if number % AT_ONCE == 0:
            cache.clear()
            Counter.objects.all().delete()
        more = {"headers": {"Accept": "*/*"}} if address == "/api/docs/" else {}
        for method in METHODS if address.startswith("/api/") else METHODS[:2]:
            body = {} if method == "get" else {"data": {}, "content_type": "application/json"}
            response = getattr(client, method)(address, **body, **more)
            is_led = response.status_code == 302 and response.headers["Location"].startswith(WAYS_IN)
            text = b"" if response.streaming else response.content
            yield f"{method} {address}", is_theirs, 401 if is_led else response.status_code, text.decode()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.long) if role == "operator" else role for role in PEOPLE]
)
def test_nobody_else_meets_or_changes_what_belongs_to_an_account(
    athlete: Athlete, role: str, part: str
) -> None:
    client, before = client_of(role, athlete), state(athlete.user)

    with sending_with(lambda *_: None):
        found = list(answers(client, PARTS[part], athlete.user))

    leaks = [asked for asked, theirs, status, _ in found if theirs and status not in REFUSED]
    leaks += [f"{asked} tells" for asked, _, _, text in found if MARK in text]
    assert len(found) > 5
    assert not leaks, listed(leaks)
    assert state(athlete.user) == before


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("role", ["nobody", *TOKENS])
def test_a_token_of_one_class_opens_no_account(athlete: Athlete, role: str, part: str) -> None:
    client = client_of(role, athlete)
    before = state(athlete.user)

    found = answers(client, PARTS[part], athlete.user)
    its_own = {("application of one scope", "get /api/v1/application/hooks/"): 200}
    its_own |= {("application of one scope", "post /api/v1/application/hooks/"): 400}
    leaks = [
        f"{asked}: {status}"
        for asked, _, status, _ in found
        if status not in REFUSED and its_own.get((role, asked)) != status
    ]

    assert not leaks, listed(leaks)
    assert state(athlete.user) == before


def test_what_is_planted_is_met_by_its_owner(athlete: Athlete) -> None:
    client = Client()
    log_in_with_mfa(client, athlete.user)
    pages = ("/account/keys/", "/account/privacy/places/", "/notifications/", "/notifications/preferences/")

    told = {page: MARK in client.get(page).content.decode() for page in pages}

    assert told == dict.fromkeys(pages, True)


@pytest.mark.parametrize("admin", ADMINS)
@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=pytest.mark.long) if role in RARELY else role
        for role in ("nobody", *TOKENS, *PEOPLE)
    ],
)
def test_each_admin_opens_to_its_own_people_alone(athlete: Athlete, role: str, admin: str) -> None:
    if (role, admin) in {("coach", "admin/coach/"), ("operator with a second factor", "admin/")}:
        assert client_of(role, athlete).get(f"/{admin}").status_code == 200
        return
    client = client_of(role, athlete)
    before = state(athlete.user)
    others = tuple(each for each in ADMINS if each != admin and each.startswith(admin))

    found = [
        each for each in answers(client, (admin,), athlete.user) if not others or others[0] not in each[0]
    ]
    leaks = [f"{asked}: {status}" for asked, _, status, _ in found if status not in REFUSED]

    assert len(found) > 20
    assert not leaks, listed(leaks)
    assert state(athlete.user) == before
