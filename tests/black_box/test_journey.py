"""From signing up to disconnecting, as an athlete goes through it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.black_box.garmin import ACTIVITIES, CODE, Account, Garmin
from tests.black_box.visitor import KEY, LATER_MS, LOGIN, SOON_MS, Visitor

pytestmark = [pytest.mark.servers, pytest.mark.browser, pytest.mark.long]


def test_an_athlete_connects_looks_syncs_and_disconnects(visitor: Visitor, garmin: Garmin) -> None:
    account = garmin.account(code=CODE)
    logs_in_with_a_code(visitor, account)
    sees_today_fill_itself(visitor, garmin, account)
    follows_the_history(visitor)
    sees_what_garmin_knows(visitor, garmin, account)
    adds_the_key_and_nothing_is_doubled(visitor, account)
    syncs_and_sees_the_new_run(visitor, garmin, account)
    reads_what_was_asked(visitor)
    disconnects_and_keeps_the_data(visitor)


def logs_in_with_a_code(visitor: Visitor, account: Account) -> None:
    visitor.type_login(account)
    visitor.sees("Garmin has sent you a code")
    visitor.type_code("111111")
    visitor.sees("Garmin did not accept that code. 2 tries left.")
    visitor.type_code(CODE)
    visitor.sees("Connected.")


def sees_today_fill_itself(visitor: Visitor, garmin: Garmin, account: Account) -> None:
    """The page is opened once and never again by the athlete."""
    page = visitor.go("today/")
    newest = garmin.steer("person", email=account.email)["activities"][0]
    expect(page.locator("#last-activities")).to_contain_text(newest["name"], timeout=SOON_MS)
    expect(page.locator("#insight")).to_contain_text("readiness", timeout=SOON_MS)


def follows_the_history(visitor: Visitor) -> None:
    visitor.waits_until_all_is_here(LOGIN)
    expect(visitor.state(LOGIN)).to_contain_text(f"{ACTIVITIES} activities")
    expect(visitor.page.locator("#connections [hx-trigger]")).to_have_count(0)


def sees_what_garmin_knows(visitor: Visitor, garmin: Garmin, account: Account) -> None:
    """Health and Activities against the account's own numbers."""
    known = garmin.steer("person", email=account.email)
    today = date.fromisoformat(known["today"])
    of_today, before = (_truth(garmin, account, today - timedelta(days=n)) for n in (0, 1))
    page = visitor.go("health/")
    night = page.locator("section", has=page.locator("#night-title"))
    expect(night).to_contain_text(f"{of_today['hrv_rmssd_ms']}\u202fms")
    expect(night).to_contain_text(f"{of_today['resting_hr_bpm']}\u202fbpm")
    expect(night).to_contain_text(f"score {of_today['sleep_score']}")
    day = page.locator("section", has=page.locator("#yesterday-title"))
    expect(day).to_contain_text(f"{before['steps']:,}")
    expect(day).to_contain_text(f"{before['body_battery_low']}–{before['body_battery_high']}")
    expect(page.locator("main")).to_contain_text(f"{of_today['training_readiness']}")
    visitor.go("activities/")
    expect(_listed(visitor)).to_have_count(ACTIVITIES)
    for each in known["activities"]:
        expect(page.locator("tbody")).to_contain_text(each["name"])


def adds_the_key_and_nothing_is_doubled(visitor: Visitor, account: Account) -> None:
    visitor.type_key(account)
    visitor.sees("Connected.")
    visitor.waits_until_all_is_here(KEY)
    visitor.go("activities/")
    expect(_listed(visitor)).to_have_count(ACTIVITIES)


def syncs_and_sees_the_new_run(visitor: Visitor, garmin: Garmin, account: Account) -> None:
    added = garmin.steer("activity/add", email=account.email, sport="running", seconds=600)
    visitor.syncs(KEY)
    expect(visitor.state(KEY)).to_contain_text(f"{ACTIVITIES + 1} activities", timeout=SOON_MS)
    expect(visitor.state(KEY)).to_contain_text("Up to date, read just now", timeout=LATER_MS)
    page = visitor.go("today/")
    expect(page.locator("#last-activities")).to_contain_text(added["name"])


def reads_what_was_asked(visitor: Visitor) -> None:
    page = visitor.go("connections/calls/")
    for words in ("Daily summaries", "File of an activity", "List of activities"):
        expect(page.get_by_text(words).first).to_be_visible()


def disconnects_and_keeps_the_data(visitor: Visitor) -> None:
    for way, offer in ((KEY, "Connect with a key"), (LOGIN, "Log in to Garmin")):
        page = visitor.go("connections/")
        page.locator(f"#disconnect-{way}").click()
        page.get_by_role("button", name="Disconnect the").click()
        expect(page.get_by_role("link", name=offer)).to_be_visible()
    visitor.go("activities/")
    expect(_listed(visitor)).to_have_count(ACTIVITIES + 1)


def _truth(garmin: Garmin, account: Account, day: date) -> dict[str, Any]:
    return garmin.steer("truth", email=account.email, day=day.isoformat())


def _listed(visitor: Visitor) -> Any:
    return visitor.page.locator("tbody th[scope=row]")
