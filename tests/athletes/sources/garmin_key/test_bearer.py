"""Of a bearer only the end of its life is read."""

import base64
import json

import pytest

from athletes.sources.garmin_key.bearer import fresh, kept
from tests.doubles.garmin.tokens import token

NOW = 1_790_000_000.0


def jwt(claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{body}.c2ln"


def test_a_bearer_of_a_day_is_due_an_hour_before_its_end():
    bearer = fresh(jwt({"exp": NOW + 86_400}), NOW)

    assert bearer.expires_at == NOW + 86_400
    assert not bearer.is_due(NOW + 82_799)
    assert bearer.is_due(NOW + 82_800)


def test_a_short_bearer_is_due_in_the_middle_of_its_life():
    bearer = fresh(jwt({"exp": NOW + 600}), NOW)

    assert not bearer.is_due(NOW + 299)
    assert bearer.is_due(NOW + 300)


def test_the_text_around_it_is_taken_off():
    bare = token(86_400)

    assert kept(f' "{bare}"\n').token == bare


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "a.b", "a.b.c", "<html></html>", '{"access_token": "x"}', "é.é.é"),
        *("a.b\r\nX-Evil: 1.c", f"e30.{'x' * 20_000}.c2ln", jwt({}), jwt([]), jwt(7)),
        *(jwt({"exp": each}) for each in (None, True, "soon", [1], float("inf"), float("nan"))),
    ],
)
def test_what_is_no_bearer_is_none(text):
    assert kept(text) is None
    assert fresh(text, NOW) is None


def test_a_bearer_that_has_ended_is_not_a_fresh_one():
    assert fresh(jwt({"exp": NOW}), NOW) is None
    assert kept(None) is None


def test_a_bearer_is_not_in_its_repr():
    assert "e30" not in repr(kept(jwt({"exp": NOW})))
