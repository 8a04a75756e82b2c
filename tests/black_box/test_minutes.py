"""What takes minutes: an outage until it has passed, and logins that meet a wall, all at the same time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.black_box.conftest import Arrive, Regular
from tests.black_box.formline import Formline
from tests.black_box.garmin import Account, Garmin
from tests.black_box.visitor import KEY, LATER_MS, Visitor
from tests.serve.conftest import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.long]


def test_an_outage_passes_and_walled_logins_say_so(
    arrive: Arrive, at_home: Visitor, regular: Regular, garmin: Garmin, formline: Formline
) -> None:
    asked_for_a_captcha, walled = arrive(), arrive()
    meets_a_captcha(asked_for_a_captcha, garmin)

    sees_the_burst_of_errors(at_home, garmin)
    sees_the_circuit_open(walled, garmin, regular.account)
    garmin.steer("login/block", status=403)
    walled.type_login(garmin.account())
    reads_stored_data_with_their_age(at_home, garmin, formline)
    sees_it_pass_by_itself(at_home, garmin)

    asked_for_a_captcha.sees("Garmin wants to see that you are a person.", LATER_MS)
    asked_for_a_captcha.sees("Nothing was stored.")
    walled.sees("Garmin does not let this server in.", LATER_MS)
    walled.sees("Tokens made at home, or a Personal API key, work there.")


def meets_a_captcha(visitor: Visitor, garmin: Garmin) -> None:
    account = garmin.account()
    garmin.steer("login/set", email=account.email, captcha=True)
    before = garmin.calls("connect", "/api/login")
    visitor.type_login(account)
    visitor.sees("Garmin lets logins wait on purpose: it can take three minutes.")
    wait_until(lambda: garmin.calls("connect", "/api/login") > before)


def sees_the_burst_of_errors(visitor: Visitor, garmin: Garmin) -> None:
    garmin.steer("fault", service="personal", path="/", status=503, times=None)
    visitor.syncs(KEY)
    visitor.sees("Garmin could not be reached, or answered with an error.")
    visitor.sees("Next try: ")


def sees_the_circuit_open(visitor: Visitor, garmin: Garmin, account: Account) -> None:
    """Somebody else's calls are the fourth and the fifth that fail in a row."""
    visitor.type_key(account)
    visitor.sees("Not connected")
    visitor.sees("Garmin failed several times in a row and is left alone for a minute.")


def reads_stored_data_with_their_age(visitor: Visitor, garmin: Garmin, formline: Formline) -> None:
    garmin.steer("clear", service="personal")
    garmin.steer("stop", service="personal")
    formline.let_time_pass("athletes_connection.synced_at", timedelta(days=1))
    visitor.go("connections/")
    visitor.sees("Garmin is left alone for a moment.")
    for path in ("today/", "activities/", "fitness/", "health/", "connections/"):
        page = visitor.go(path)
        expect(page.locator("#data-age")).to_contain_text("As of yesterday")
        expect(page.locator("#data-age")).to_contain_text("Garmin does not answer; next try")
    expect(visitor.go("today/").locator("#last-activities li")).not_to_have_count(0)
    expect(visitor.go("activities/").locator("tbody th[scope=row]")).not_to_have_count(0)
    assert formline.get("/health/detailed").json()["checks"]["services"]["resting"] == ["garmin_key"]


def sees_it_pass_by_itself(visitor: Visitor, garmin: Garmin) -> None:
    garmin.steer("start", service="personal")
    visitor.go("connections/")
    expect(visitor.state(KEY)).to_contain_text("Up to date, read just now", timeout=LATER_MS)
    expect(visitor.go("today/").locator("#data-age")).to_be_hidden()
    visitor.go("connections/")
    expect(visitor.page.get_by_text("Garmin is left alone")).to_have_count(0)
