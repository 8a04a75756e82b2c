"""A browser is known by its cookie, and described in a few words."""

from __future__ import annotations

import pytest

from athletes.models import Device
from athletes.services.devices import describe, see_device
from tests.factories.athletes import UserFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("python-requests/2.32", "A program"),
        ("", "A program"),
    ],
)
def test_browsers_and_systems_are_named(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


@pytest.mark.django_db
def test_the_first_device_is_first_and_the_same_one_is_never_new_again() -> None:
    user = UserFactory()

    first = see_device(user=user, token="", user_agent=FIREFOX)
    again = see_device(user=user, token=first.token, user_agent=FIREFOX)
    other = see_device(user=user, token="", user_agent=FIREFOX)

    assert [(each.is_new, each.is_first) for each in (first, again, other)] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert Device.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["short", "x" * 5000, "é" * 43, "a b" + "c" * 40])
def test_a_token_that_somebody_made_up_is_replaced(token: str) -> None:
    seen = see_device(user=UserFactory(), token=token, user_agent=FIREFOX)

    assert seen.token != token
    assert len(seen.token) == 43


@pytest.mark.django_db
def test_the_cookie_of_one_person_says_nothing_about_another() -> None:
    token = see_device(user=UserFactory(), token="", user_agent=FIREFOX).token

    assert see_device(user=UserFactory(), token=token, user_agent=FIREFOX).is_new
