"""What an athlete does in the browser, named by what they want."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.black_box.garmin import Account

PASSWORD = "a walk along the harbour"
KEY, LOGIN = "garmin_key", "garmin_login"
SOON_MS, LATER_MS = 90_000, 240_000
"""For a step, and for the history; both are short, but not on a machine that does ten other things."""
_numbers = count(1)


@dataclass
class Visitor:
    """Somebody who has an account of their own at Formline."""

    page: Page

    def sign_up(self) -> None:
        self.page.goto("/accounts/signup/")
        self.page.get_by_label("Email").fill(f"visitor{next(_numbers)}@example.org")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Create the account").click()
        expect(self.page).to_have_url(re.compile("/today/"))

    def go(self, path: str) -> Page:
        self.page.goto(f"/athletes/me/{path}")
        return self.page

    def type_key(self, account: Account, link: str = "Connect with a key") -> None:
        self.go("connections/").get_by_role("link", name=link).click()
        self.page.get_by_label("Personal API key").fill(account.key)
        self.page.get_by_label("These are my own data").check()
        self.page.get_by_role("button", name="Connect").click()

    def paste_tokens(self, tokens: str) -> None:
        self.go("connections/").get_by_role("link", name="Paste tokens made at home").click()
        self.page.get_by_label("Content of garmin_tokens.json").fill(tokens)
        self.page.get_by_label("I know that Garmin").check()
        self.page.get_by_role("button", name="Connect").click()

    def type_login(self, account: Account, password: str = "") -> None:
        self.go("connections/").get_by_role("link", name="Log in to Garmin").click()
        self.page.get_by_label("E-mail at Garmin").fill(account.email)
        self.page.get_by_label("Password at Garmin").fill(password or account.password)
        self.page.get_by_label("I know that Garmin").check()
        self.page.get_by_role("button", name="Log in", exact=True).click()

    def type_code(self, code: str) -> None:
        self.page.get_by_label("Code from Garmin").fill(code)
        self.page.get_by_role("button", name="Send the code").click()

    def state(self, way: str) -> Locator:
        """The card's part that says how a connection stands, on a page that looks again by itself."""
        return self.page.locator(f"#state-{way}")

    def sees(self, words: str, timeout_ms: int = SOON_MS) -> None:
        """The words come up on the open page, without a reload."""
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible(timeout=timeout_ms)

    def waits_until_all_is_here(self, way: str) -> None:
        self.go("connections/")
        expect(self.state(way)).to_contain_text("Complete since", timeout=LATER_MS)
        expect(self.state(way)).to_contain_text("Up to date", timeout=SOON_MS)

    def keeps_reading(self, way: str) -> None:
        """The newest days are here; older ones may still be on their way."""
        self.go("connections/")
        expect(self.state(way)).to_contain_text("just now", timeout=SOON_MS)

    def syncs(self, way: str) -> None:
        self.go("connections/").locator(f"#sync-{way}").click()


@contextmanager
def visiting(browser: Browser, url: str, session: Any = None) -> Iterator[Visitor]:
    """A browser profile of its own; no script may break on its pages, none may offend against the CSP."""
    faults: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    context = browser.new_context(
        base_url=url, viewport={"width": 1280, "height": 800}, storage_state=session
    )
    context.set_default_timeout(SOON_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", listen)
    yield Visitor(page)
    context.close()
    assert faults == []
