"""Logins that Garmin does not take: each ends with what happened and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.black_box.conftest import Arrive
from tests.black_box.formline import Formline
from tests.black_box.garmin import CODE, Garmin
from tests.black_box.visitor import Visitor

pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.long]


def test_a_wrong_password_is_told_and_asked_for_once(visitor: Visitor, garmin: Garmin) -> None:
    account = garmin.account()
    before = garmin.calls("connect", "/api/login")

    visitor.type_login(account, password="something else entirely")

    visitor.sees("Garmin does not know this e-mail address with this password.")
    visitor.sees("Garmin blocks an account after several wrong tries.")
    assert garmin.calls("connect", "/api/login") - before == 1


def test_wrong_codes_and_a_late_one_end_the_login(
    visitor: Visitor, garmin: Garmin, formline: Formline
) -> None:
    visitor.type_login(garmin.account(code=CODE))
    visitor.sees("Garmin has sent you a code")
    visitor.type_code("111111")
    visitor.sees("Garmin did not accept that code. 2 tries left.")

    formline.let_time_pass("athletes_connectionattempt.expires_at", timedelta(minutes=10))
    visitor.type_code(CODE)

    visitor.sees("The code was not entered in time.")
    visitor.sees("Log in again: Garmin sends a new code.")


def test_after_too_many_logins_none_is_sent_before_the_time_that_is_told(
    arrive: Arrive, garmin: Garmin
) -> None:
    visitor, account = arrive(), garmin.account()
    garmin.steer("login/block", status=429)
    visitor.type_login(account)
    visitor.sees("Garmin takes no more logins for this account at the moment.")
    visitor.sees("Next try: ")
    garmin.steer("clear")
    before = garmin.calls("connect", "/sign-in")

    visitor.type_login(account)

    visitor.sees("Formline lets nobody try again before the wait is over")
    expect(visitor.page.get_by_label("Password at Garmin")).to_have_value("")
    assert garmin.calls("connect", "/sign-in") == before
