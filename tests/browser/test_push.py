"""Messages on the device: the button, the service worker, and where a press leads."""

from __future__ import annotations

import json
import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from notifications.models import Address
from tests.browser.looks import log_in
from tests.doubles.push import PushDouble, encoded
from tests.factories.athletes import AthleteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE_S = 10
SHOWN = """navigator.serviceWorker.ready.then((found) => found.getNotifications())
  .then((all) => all.map(({title, body, tag, data}) => [title, body, tag, data.url]))"""
# The test browser has no push service that it could reach; all the rest is its own.
SUBSCRIBE = """const made = %s;
PushManager.prototype.subscribe = async () => {
  sessionStorage.setItem("subscribed", "yes");
  return {toJSON: () => made};
};
PushManager.prototype.getSubscription = async () => sessionStorage.getItem("subscribed") && {
  endpoint: made.endpoint,
  unsubscribe: async () => sessionStorage.removeItem("subscribed"),
};
"""


@pytest.fixture
def connecting(page: Page, live_server: LiveServer, settings: Settings) -> Page:
    settings.VAPID_PRIVATE_KEY = encoded((20261123).to_bytes(32))
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    log_in(page, AthleteFactory.create().user, live_server.url)
    return page


def test_the_button_brings_this_browser_and_takes_it_away(connecting: Page, settings: Settings) -> None:
    with PushDouble() as service:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{service.server_port}"]
        connecting.add_init_script(SUBSCRIBE % json.dumps(service.subscription))
        connecting.goto(reverse("notifications:webpush:connect"))
        expect(connecting.get_by_text("This browser shows nothing yet.")).to_be_visible()

        connecting.get_by_role("button", name="Show messages on this device").click()

        expect(connecting.get_by_text("This browser shows your messages now.")).to_be_visible()
        assert Address.objects.get(channel="webpush").target == service.subscription["endpoint"]

        connecting.goto(reverse("notifications:webpush:connect"))
        connecting.get_by_role("button", name="Stop on this device").click()
        expect(connecting.get_by_text("This browser shows no messages any more.")).to_be_visible()
        assert not Address.objects.filter(channel="webpush").exists()


def test_a_browser_that_was_removed_elsewhere_may_be_switched_on_again(
    connecting: Page, settings: Settings
) -> None:
    with PushDouble() as service:
        connecting.add_init_script(SUBSCRIBE % json.dumps(service.subscription))
        connecting.goto(reverse("notifications:webpush:connect"))
        connecting.evaluate("sessionStorage.setItem('subscribed', 'yes')")
        connecting.reload()

        expect(connecting.get_by_role("button", name="Show messages on this device")).to_be_visible()


def test_a_push_is_shown_by_the_worker_of_the_whole_site(connecting: Page, live_server: LiveServer) -> None:
    connecting.goto(reverse("notifications:webpush:connect"))
    scope = connecting.evaluate(
        "navigator.serviceWorker.register('/service-worker.js')"
        ".then(() => navigator.serviceWorker.ready).then((found) => found.scope)"
    )
    assert scope == f"{live_server.url}/"

    said = {"id": "one", "title": "Easy run today", "text": "45 minutes.", "url": "/notifications/"}
    deliver(connecting, live_server.url, said | {"text": "40 minutes."})
    deliver(connecting, live_server.url, said)


def deliver(page: Page, origin: str, said: dict[str, str]) -> None:
    """Hand a push message to the service worker, as the browser does with one that it has decrypted.

    Returns once it is shown, and nothing else: one of the same id takes the place of the one before.
    """
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(ids(event)))
    tools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then((found) => Boolean(found.active))")
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[-1], "data": json.dumps(said)},
    )
    wanted = [[said["title"], said["text"], said["id"], said["url"]]]
    deadline = time.monotonic() + PATIENCE_S
    while (shown := page.evaluate(SHOWN)) != wanted:
        assert time.monotonic() < deadline, shown
        page.wait_for_timeout(50)


def ids(event: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["registrationId"] for each in event["registrations"]]
