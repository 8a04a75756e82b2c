"""Thirty secrets go in by every door; none is readable in logs, tables, cache, pages, metrics or tasks."""

from __future__ import annotations

import base64
import json
import logging
import logging.config
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import structlog
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from athletes import vault
from athletes.models import Athlete
from athletes.services import coaching
from athletes.services.api_keys import make_key
from config import urls
from config.core import audit
from config.core.celery import sending_with
from config.core.logging import configure
from config.core.mfa import is_enrolled
from plans.services.feeds import make_feed
from tests.factories.athletes import AthleteFactory, verify_email
from tests.factories.mfa import code_now, enrol

pytestmark = pytest.mark.django_db(transaction=True)

SETTINGS = ("SECRET_KEY", "ANTHROPIC_API_KEYS", "TWILIO_AUTH_TOKEN", "VAPID_PRIVATE_KEY", "METRICS_TOKEN")
SETTINGS += ("OPERATOR_WEBHOOK_SECRET", "HEADLESS_JWT_PRIVATE_KEY")
PASSWORD = {"login": "/accounts/login/", "signup": "/accounts/signup/"}
API_LOGIN = "/api/auth/app/v1/auth/login"


@dataclass
class Planted:
    """Canaries by what they are, and everything that left the house."""

    canaries: dict[str, str] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)

    def make(self, what: str) -> str:
        return self.keep(what, f"Canary{secrets.token_hex(16)}")

    def keep(self, what: str, value: str) -> str:
        assert len(value) >= 6, what
        self.canaries[what] = value
        return value

    def see(self, answer: Any) -> Any:
        """Remember a page that somebody got."""
        self.pages.append(answer.content.decode(errors="replace"))
        return answer


@pytest.fixture
def planted() -> Planted:
    return Planted()


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The log as production writes it, at its loudest."""
    logging.config.dictConfig(configure(pretty=False, level="DEBUG", directory=tmp_path))
    yield tmp_path / "formline.log"
    structlog.reset_defaults()
    logging.config.dictConfig(configure(pretty=True, level="WARNING", directory=None))


@pytest.fixture
def site(planted: Planted, settings: Settings, log: Path) -> Client:
    """A site with secrets in its settings, and with a page that breaks while it holds more of them."""
    for name in SETTINGS:
        value = planted.make(f"setting {name}")
        setattr(settings, name, [value] if name.endswith("KEYS") else value)
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = True
    planted.keep("setting CREDENTIAL_KEYS", settings.CREDENTIAL_KEYS.partition(":")[2])

    def breaks(request: HttpRequest) -> HttpResponse:
        held = request.POST["held"]
        raise ValueError(f"password={held} Authorization: Bearer {request.POST['bearer']}")

    broken = ModuleType("broken")
    broken.urlpatterns = [path("breaks/", breaks), *urls.urlpatterns]  # type: ignore[attr-defined]
    broken.handler500 = urls.handler500  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = broken
    return Client(raise_request_exception=False)


@pytest.fixture
def ada(planted: Planted) -> Athlete:
    athlete: Athlete = AthleteFactory(user__email="ada@formline.example")
    athlete.user.set_password(planted.make("password"))
    athlete.user.save()
    verify_email(athlete.user)
    return athlete


def log_in_and_fail_to(planted: Planted, site: Client) -> None:
    email, right = "ada@formline.example", planted.canaries["password"]
    wrong = planted.make("wrong password")
    planted.see(site.post(PASSWORD["login"], {"login": email, "password": wrong}))
    planted.see(site.post(API_LOGIN, {"email": email, "password": wrong}, content_type="application/json"))
    short = planted.make("password of a new account")
    planted.see(site.post(PASSWORD["signup"], {"email": "new@formline.example", "password1": short}))
    app = Client()
    answer = app.post(API_LOGIN, {"email": email, "password": right}, content_type="application/json")
    meta = answer.json()["meta"]
    planted.keep("access token", meta["access_token"])
    planted.keep("refresh token", meta["refresh_token"])
    app.get("/api/v1/athletes/me/", headers={"Authorization": f"Bearer {meta['access_token']}"})
    app.post(
        "/api/auth/app/v1/tokens/refresh",
        {"refresh_token": meta["refresh_token"]},
        content_type="application/json",
    )


def reset_the_password(planted: Planted) -> None:
    site = Client()
    site.post("/accounts/password/reset/", {"email": "ada@formline.example"})
    found = re.search(r"/accounts/password/reset/key/(\S+)/", str(mail.outbox[-1].body))
    assert found
    planted.keep("key of a reset", found[1])
    form = site.get(f"/accounts/password/reset/key/{found[1]}/", follow=True)
    address = form.request["PATH_INFO"]
    planted.see(site.post(address, {"password1": planted.make("password after a reset")}))


def make_secrets(planted: Planted, athlete: Athlete) -> None:
    seed = base64.b32encode(secrets.token_bytes(20)).decode()
    enrol(athlete.user, planted.keep("seed of a second factor", seed))
    assert is_enrolled(athlete.user.pk)
    recovery = RecoveryCodes.activate(athlete.user)
    planted.keep("seed of recovery codes", get_adapter().decrypt(recovery.instance.data["seed"]))
    codes = recovery.get_unused_codes()
    for number, code in enumerate(codes[:3]):
        planted.keep(f"recovery code {number}", code)
    key = make_key(user=athlete.user, name="Script", scopes=["load:read"], days=7)[1]
    planted.keep("secret of a key", key.rpartition("_")[2])
    planted.keep("address of a feed", make_feed(athlete=athlete, user=athlete.user))
    asked = coaching.invite(athlete=athlete, email="bo@example.org", role="coach", scopes={"load": "read"})
    planted.keep("token of an invitation", asked.token)
    tokens = {name: planted.make(f"Garmin {name}") for name in ("di_token", "di_refresh_token")}
    vault.seal(athlete=athlete, purpose="garmin_login", data=tokens)
    vault.seal(athlete=athlete, purpose="garmin_key", data={"bearer": planted.make("Garmin bearer")})


def use_what_was_made(planted: Planted, site: Client) -> None:
    known = planted.canaries
    planted.see(site.get(f"/calendar/{known['address of a feed']}.ics"))
    planted.see(site.get(f"/coaching/invitations/{known['token of an invitation']}/"))
    site.get("/api/v1/athletes/me/", headers={"Authorization": f"Bearer fl_0_{known['secret of a key']}"})
    show_the_second_factor(planted, known["seed of a second factor"])


def show_the_second_factor(planted: Planted, seed: str) -> None:
    """A code that is wrong, the right one, and one for recovery."""
    for code, is_taken in (
        ("000000", False),
        (code_now(seed), True),
        (planted.canaries["recovery code 0"], True),
    ):
        browser = Client()
        right = {"login": "ada@formline.example", "password": planted.canaries["password"]}
        assert browser.post(PASSWORD["login"], right).status_code == 302
        answer = planted.see(browser.post("/accounts/2fa/authenticate/", {"code": code}))
        assert (answer.status_code == 302) is is_taken


def ask_for_nonsense(planted: Planted, site: Client) -> None:
    """Secrets where they do not belong, and pages that are not there or break."""
    site.cookies["sessionid"] = planted.make("cookie")
    bearer = {"Authorization": f"Bearer {planted.make('bearer of nobody')}"}
    planted.see(site.get(f"/api/v1/nothing/?token={planted.make('token in an address')}", headers=bearer))
    planted.see(site.post("/api/v1/athletes/me/", data="{", content_type="application/json", headers=bearer))
    held = {"held": planted.make("held by a page that breaks"), "bearer": planted.make("bearer that breaks")}
    assert planted.see(site.post("/breaks/", held)).status_code == 500
    basic = {"Authorization": f"Basic {planted.make('basic login')}"}
    planted.see(site.get("/metrics", headers=basic))
    planted.see(
        site.get("/metrics", headers={"Authorization": f"Bearer {planted.canaries['setting METRICS_TOKEN']}"})
    )
    planted.see(site.get("/health/detailed", headers=basic))


def tables() -> Iterator[str]:
    """Every value of every row, what stands inside sessions too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield f"{table}: " + " ".join(_text(each) for each in row)
    for session in Session.objects.all():
        yield f"session: {session.get_decoded()}"


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_no_secret_is_readable_anywhere(site: Client, ada: Athlete, planted: Planted, log: Path) -> None:
    with sending_with(lambda name, ids: planted.tasks.append(f"{name}{ids}")):
        log_in_and_fail_to(planted, site)
        make_secrets(planted, ada)
        use_what_was_made(planted, site)
        reset_the_password(planted)
        ask_for_nonsense(planted, site)
    audit.seal()

    places = {
        "log": log.read_text(),
        "tables": "\n".join(tables()),
        "cache": repr(getattr(cache, "_cache", {})),
        "pages": "\n".join(planted.pages),
        "tasks": json.dumps(planted.tasks),
    }
    hits = [
        f"{what} in {place}"
        for what, canary in planted.canaries.items()
        for place, text in places.items()
        if canary in text
    ]
    assert len(planted.canaries) >= 30
    assert "unhandled" in places["log"] or "ValueError" in places["log"]
    assert hits == []
