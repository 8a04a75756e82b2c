"""Applications of others: a real client library goes the whole way, and what must not work does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.idp.oidc.models import Client as Application
from allauth.idp.oidc.models import Token
from authlib.integrations.requests_client import OAuth2Session
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete, PartnerGrant
from config.core.models import AuditEvent
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, verify_email

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.either]

BACK = "https://diary.example/back"
SECRET, VERIFIER = "the secret of the diary", "v" * 64
PEM = (
    rsa.generate_private_key(public_exponent=65537, key_size=2048)
    .private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    .decode()
)
ASKED = "openid email activities:read plan:write"


@pytest.fixture(autouse=True)
def _offered(settings: Any, live_server: LiveServer) -> None:
    settings.IDP_OIDC_PRIVATE_KEY = PEM
    settings.SITE_URL = live_server.url


@pytest.fixture
def athlete(client: Client) -> Athlete:
    made: Athlete = AthleteFactory()
    verify_email(made.user)
    client.force_login(made.user)
    return made


@pytest.fixture
def application() -> Application:
    made = Application(id="diary", name="Training diary", redirect_uris=BACK, scopes="\n".join(ASKED.split()))
    made.set_grant_types(["authorization_code", "refresh_token"])
    made.set_secret(SECRET)
    made.skip_consent = True
    made.save()
    return made


@pytest.fixture
def partner(live_server: LiveServer, application: Application) -> OAuth2Session:
    return OAuth2Session("diary", SECRET, scope=ASKED, redirect_uri=BACK, code_challenge_method="S256")


@pytest.fixture
def place(live_server: LiveServer) -> dict[str, str]:
    """What discovery says."""
    facts: dict[str, str] = requests.get(
        f"{live_server.url}/.well-known/openid-configuration", timeout=10
    ).json()
    return facts


def consented(client: Client, address: str, scopes: list[str] | None = None, **more: str) -> str:
    """Where the browser is sent after the page of consent was read and answered."""
    page = client.get(address)
    form = page.context["form"]
    chosen = scopes if scopes is not None else [value for value, _ in form.fields["scopes"].choices]
    body = {"request": form.initial["request"], "scopes": chosen, "days": "30", "action": "grant", **more}
    answer = client.post("/identity/o/authorize", body)
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def fetched(partner: OAuth2Session, place: dict[str, str], client: Client) -> dict[str, Any]:
    address, _ = partner.create_authorization_url(place["authorization_endpoint"], code_verifier=VERIFIER)
    back = consented(client, address)
    token: dict[str, Any] = partner.fetch_token(
        place["token_endpoint"], authorization_response=back, code_verifier=VERIFIER
    )
    return token


def renewed(place: dict[str, str], refresh_token: str) -> Any:
    body = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return requests.post(place["token_endpoint"], data=body, auth=("diary", SECRET), timeout=10)


def asked(live_server: LiveServer, token: str, path: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{live_server.url}/api/v1/{path}", headers=headers, timeout=10)
    return int(answer.status_code)


def test_an_application_gets_what_was_ticked_and_nothing_else_until_it_gives_it_back(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    token = fetched(partner, place, client)
    access = token["access_token"]

    assert token["expires_in"] == 900
    assert asked(live_server, access, "athletes/me/activities/") == 200
    assert asked(live_server, access, "athletes/me/health/") == 404
    assert asked(live_server, access, "notifications/") == 403
    assert asked(live_server, access, "account/keys/") == 403
    keys = KeySet.import_key_set(partner.get(place["jwks_uri"]).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["aud"], claims["sub"]) == (live_server.url, "diary", str(athlete.user.uid))
    assert partner.get(place["userinfo_endpoint"]).json()["email"] == athlete.user.email

    fresh = partner.refresh_token(place["token_endpoint"])
    assert fresh["refresh_token"] != token["refresh_token"]
    assert asked(live_server, fresh["access_token"], "athletes/me/activities/") == 200

    partner.revoke_token(place["revocation_endpoint"], fresh["refresh_token"], "refresh_token")
    assert asked(live_server, fresh["access_token"], "athletes/me/activities/") == 401
    assert asked(live_server, access, "athletes/me/activities/") == 401
    acts = AuditEvent.objects.filter(action__startswith="partner.").order_by("pk")
    assert list(acts.values_list("action", "subject_uid")) == [
        (f"partner.{what}", athlete.user.uid)
        for what in ("granted", "tokens_made", "used", "tokens_renewed", "revoked")
    ]
    page = client.get("/account/privacy/outside/").content.decode()
    assert "Training diary" in page
    assert "Used: activities" in page


def test_a_refresh_token_used_again_ends_everything(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    old = fetched(partner, place, client)["refresh_token"]
    assert renewed(place, old).status_code == 200
    assert renewed(place, old).json() == {"error": "invalid_grant"}
    assert PartnerGrant.objects.in_force().count() == 1

    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert renewed(place, old).status_code == 400

    assert PartnerGrant.objects.in_force().count() == 0
    assert not Token.objects.valid().exists()
    assert AuditEvent.objects.filter(action="partner.token_reused").count() == 1


def test_a_code_works_once_and_ends_everything_when_shown_again(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str]
) -> None:
    address, _ = partner.create_authorization_url(place["authorization_endpoint"], code_verifier=VERIFIER)
    code = parse_qs(urlsplit(consented(client, address)).query)["code"][0]
    body = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}

    def exchange(**changed: str) -> Any:
        return requests.post(place["token_endpoint"], data=body | changed, auth=("diary", SECRET), timeout=10)

    assert exchange(code_verifier="w" * 64).status_code == 400
    assert exchange(redirect_uri="https://evil.example/").status_code == 400
    assert exchange().status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert exchange().json() == {"error": "invalid_grant"}
    assert PartnerGrant.objects.in_force().count() == 0


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"redirect_uri": "https://evil.example/back"}, 400, None),
        ({"redirect_uri": f"{BACK}/more"}, 400, None),
        ({"client_id": "unknown"}, 400, None),
        ({"code_challenge": ""}, 302, "invalid_request"),
        ({"code_challenge_method": "plain"}, 302, "invalid_request"),
        ({"response_type": "id_token token"}, 302, "unsupported_response_type"),
        ({"prompt": "none"}, 302, "consent_required"),
        ({"scope": "openid sleep:read"}, 302, "invalid_scope"),
    ],
)
def test_a_request_that_does_not_fit_gets_no_code(
    client: Client,
    athlete: Athlete,
    application: Application,
    changed: dict[str, str],
    status: int,
    error: Any,
) -> None:
    fitting = {
        "client_id": "diary",
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }
    answer = client.get("/identity/o/authorize", fitting | changed)

    assert answer.status_code == status
    location = answer.headers.get("Location", "")
    assert parse_qs(urlsplit(location).query).get("error") == ([error] if error else None)
    assert not location or location.startswith(f"{BACK}?")
    assert not PartnerGrant.objects.exists()


def test_the_page_of_consent_names_whose_data_and_lets_less_be_given(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    address, _ = partner.create_authorization_url(place["authorization_endpoint"], code_verifier=VERIFIER)
    page = client.get(address)
    html = page.content.decode()
    for said in (
        "Training diary",
        "diary.example",
        "Ada Runner",
        athlete.user.email,
        "See activities",
        "90 days",
    ):
        assert said in html
    assert "form-action 'self' https://diary.example" in page.headers["Content-Security-Policy"]

    refused = client.post(
        "/identity/o/authorize", {"request": page.context["form"].initial["request"], "action": "refuse"}
    )
    assert "error=access_denied" in refused.headers["Location"]
    back = consented(client, address, scopes=["plan:write"])
    token = partner.fetch_token(place["token_endpoint"], authorization_response=back, code_verifier=VERIFIER)
    assert asked(live_server, token["access_token"], "athletes/me/activities/") == 404
    grant = PartnerGrant.objects.get()
    assert sorted(grant.scopes) == ["openid", "plan:write"]
    assert (grant.valid_until - timezone.now()).days == 29


def test_disconnecting_is_for_the_owner_and_works_at_once(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    access = fetched(partner, place, client)["access_token"]
    address = f"/account/privacy/applications/{PartnerGrant.objects.get().uid}/disconnect/"
    stranger = Client()
    stranger.force_login(AthleteFactory().user)

    assert stranger.post(address).status_code == 404
    assert asked(live_server, access, "athletes/me/activities/") == 200
    assert client.post(address).status_code == 302
    assert asked(live_server, access, "athletes/me/activities/") == 401


def test_the_application_of_a_coach_gets_nothing_of_the_athletes(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    link = CoachLinkFactory(coach=athlete.user, scopes={"activities": "read"})
    access = fetched(partner, place, client)["access_token"]

    assert client.get(f"/api/v1/athletes/{link.athlete.uid}/activities/").status_code == 200
    assert asked(live_server, access, f"athletes/{link.athlete.uid}/activities/") == 404


def test_tokens_end_with_the_consent(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], live_server: LiveServer
) -> None:
    token = fetched(partner, place, client)
    with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)):
        assert renewed(place, token["refresh_token"]).status_code == 400
        assert asked(live_server, token["access_token"], "athletes/me/activities/") == 401


@pytest.mark.parametrize("kind", ["authorization_code", "refresh_token"])
def test_of_two_exchanges_at_once_one_gets_tokens(
    client: Client, athlete: Athlete, partner: OAuth2Session, place: dict[str, str], kind: str
) -> None:
    """Each round with a fresh secret, since only some rounds meet at the worst moment."""
    for _ in range(3):
        if kind == "refresh_token":
            body = {"grant_type": kind, kind: fetched(partner, place, client)["refresh_token"]}
        else:
            address, _state = partner.create_authorization_url(
                place["authorization_endpoint"], code_verifier=VERIFIER
            )
            code = parse_qs(urlsplit(consented(client, address)).query)["code"][0]
            body = {"grant_type": kind, "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
        Token.objects.filter(type=Token.Type.ACCESS_TOKEN).delete()

        answers = at_once(4, place["token_endpoint"], body)

        assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]
        assert {each.json()["error"] for each in answers if each.status_code == 400} == {"invalid_grant"}
        assert Token.objects.valid().filter(type=Token.Type.ACCESS_TOKEN).count() == 1


def at_once(times: int, url: str, body: dict[str, str]) -> list[Any]:
    barrier = Barrier(times)

    def one(_: int) -> Any:
        barrier.wait(10)
        return requests.post(url, data=body, auth=("diary", SECRET), timeout=20)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
