"""Syncs that Garmin spoils: what came in stays, the page says what is the matter, and it passes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.black_box.conftest import Regular
from tests.black_box.formline import Formline
from tests.black_box.garmin import Garmin
from tests.black_box.visitor import KEY, LATER_MS, LOGIN, Visitor

pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.long]


def test_a_spoilt_answer_costs_its_values_alone(visitor: Visitor, garmin: Garmin) -> None:
    """JSON that breaks off, a page instead of data, 404, a cut line and a slow one in one sync."""
    account = garmin.account()
    mine = {"service": "connect", "account": account.email}
    garmin.steer("fault", path="/stats/sleep/", form="malformed", times=None, **mine)
    garmin.steer("fault", path="/racepredictions/", form="html", times=None, **mine)
    garmin.steer("fault", path="/maxmet/", status=404, body={}, times=None, **mine)
    garmin.steer("fault", path="/weight-service/", kind="cut", **mine)
    garmin.steer("fault", path="/hillscore/", kind="drip", seconds=2, **mine)
    visitor.paste_tokens(garmin.tokens(account))
    visitor.sees("Connected.")
    visitor.keeps_reading(LOGIN)

    page = visitor.page
    page.locator(f"#history-{LOGIN}").click()
    page.locator("#runs + ul a").last.click()

    visitor.sees("Remarks")
    visitor.sees("Sleep: ")
    visitor.sees("Race predictions: ")
    for kind in ("VO₂max: ", "Weight: ", "Hill score: "):
        expect(page.get_by_text(kind)).to_have_count(0)


def test_revoked_tokens_need_a_new_login(visitor: Visitor, garmin: Garmin) -> None:
    """It is noticed by whatever asks next, here by the older days."""
    account = garmin.account()
    visitor.paste_tokens(garmin.tokens(account))
    visitor.sees("Connected.")
    visitor.keeps_reading(LOGIN)

    garmin.steer("login/revoke", email=account.email)
    page = visitor.go("connections/")

    visitor.sees("A new login is needed")
    visitor.sees("Garmin does not accept this login any more.")
    expect(page.get_by_role("link", name="Log in again")).to_be_visible()


def test_told_to_wait_it_waits_and_goes_on_by_itself(
    at_home: Visitor, regular: Regular, garmin: Garmin
) -> None:
    """Both forms in which Garmin says for how long."""
    for form in ("seconds", "date"):
        garmin.steer("limits", service="personal", per_second=0.01, refuse=True)
        garmin.steer("limits", service="personal", retry_after_s=6, retry_after=form)
        at_home.syncs(KEY)
        at_home.sees("Garmin asked Formline to slow down.")
        expect(at_home.page.locator(f"#sync-{KEY}")).to_have_count(0)
        garmin.steer("limits", service="personal", per_second=None, refuse=False)
        expect(at_home.state(KEY)).to_contain_text("Up to date, read just now", timeout=LATER_MS)


def test_a_revoked_key_needs_a_new_one_and_the_data_stay(
    at_home: Visitor, regular: Regular, garmin: Garmin, formline: Formline
) -> None:
    garmin.steer("key/revoke", key=regular.account.key)
    at_home.syncs(KEY)

    at_home.sees("A new key is needed")
    at_home.sees("Garmin does not accept the key any more: it has expired or was revoked.")
    formline.let_time_pass("athletes_connection.synced_at", timedelta(days=1))
    today = at_home.go("today/")
    expect(today.locator("#data-age")).to_contain_text("As of yesterday")
    expect(today.locator("#data-age")).to_contain_text("Garmin wants you to connect again.")
    expect(today.locator("#last-activities li")).not_to_have_count(0)

    garmin.steer("key/restore", key=regular.account.key)
    at_home.type_key(regular.account, link="Enter a new key")
    at_home.sees("Connected.")
    at_home.waits_until_all_is_here(KEY)
