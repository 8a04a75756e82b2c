"""The pages of keys for programs: about whoever is logged in, and about nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from athletes.models import ApiKey, User
from athletes.services import api_keys
from athletes.services.api_keys import make_key, revoke_key, use_key
from config.core.errors import RateLimitedError
from tests.athletes.test_views_privacy import logged_in, proven
from tests.factories.athletes import UserFactory

pytestmark = pytest.mark.django_db
LIST, MAKE = "/account/keys/", "/account/keys/new/"
SHOWN = re.compile(r"fl_[0-9a-f]{12}_[0-9a-f]{64}")


@pytest.fixture
def ada() -> User:
    """A coach has no athlete, and may have keys all the same."""
    user: User = UserFactory()
    user.set_password("a long enough passphrase")
    user.save()
    return user


def wanted(**changes: str) -> dict[str, str]:
    until = timezone.now().date() + timedelta(days=30)
    return {"name": "My script", "last_day": str(until), "plan": "read", "load": "write", **changes}


def test_a_key_is_shown_once_and_does_what_was_chosen(ada: User) -> None:
    client = proven(ada)

    page = client.post(MAKE, wanted())

    [text] = set(SHOWN.findall(page.content.decode()))
    user = use_key(text)
    assert user == ada
    assert user.token_scopes == {"plan:read", "load:write"}  # type: ignore[union-attr]
    key = ApiKey.objects.get()
    assert round((key.expires_at - key.created_at) / timedelta(days=1)) == 30
    listed = client.get(LIST).content.decode()
    assert SHOWN.search(listed) is None
    assert "See and change load, fitness and form; see the plan and races" in listed
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"plan": "none", "load": ""}, {"last_day": "2020-01-01"}, {"last_day": "2999-01-01"}],
)
def test_a_key_without_a_name_a_reach_or_an_end_is_not_made(ada: User, changes: dict[str, str]) -> None:
    answer = proven(ada).post(MAKE, wanted(**changes))

    assert (answer.status_code, ApiKey.objects.count()) == (422, 0)


def test_making_one_asks_for_the_password_first(ada: User) -> None:
    client = logged_in(ada)
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()

    answer = client.post(MAKE, wanted())

    assert (answer.status_code, ApiKey.objects.count()) == (302, 0)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_revoked_key_opens_nothing_and_a_second_click_changes_nothing(ada: User) -> None:
    key, text = make_key(user=ada, name="Old", scopes=["plan:read"], days=9)
    client = logged_in(ada)

    for _ in range(2):
        assert client.post(f"/account/keys/{key.uid}/revoke/").status_code == 302

    assert use_key(text) is None
    listed = client.get(LIST).content.decode()
    assert "Revoked" in listed
    assert f"/account/keys/{key.uid}/revoke/" not in listed


def test_nobody_sees_or_revokes_the_key_of_somebody_else(ada: User) -> None:
    key, text = make_key(user=ada, name="Mine alone", scopes=["plan:read"], days=9)
    stranger = logged_in(UserFactory())

    assert stranger.post(f"/account/keys/{key.uid}/revoke/").status_code == 404
    assert "Mine alone" not in stranger.get(LIST).content.decode()
    assert Client().get(LIST).status_code == 302
    assert use_key(text) == ada


def test_keys_of_a_day_end_and_begin_again_with_the_next(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "KEYS_A_DAY", 2)
    with time_machine.travel("2026-03-01T23:59:00Z", tick=False) as clock:
        for _ in range(2):
            key, _text = make_key(user=ada, name="Script", scopes=["load:read"], days=7)
            revoke_key(user=ada, uid=key.uid)
        with pytest.raises(RateLimitedError) as refused:
            make_key(user=ada, name="Script", scopes=["load:read"], days=7)
        assert refused.value.retry_after_s == 60
        page = proven(ada).post(MAKE, wanted())
        assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
        assert ApiKey.objects.filter(user=ada).count() == 2
        clock.shift(60)
        make_key(user=ada, name="Script", scopes=["load:read"], days=7)
