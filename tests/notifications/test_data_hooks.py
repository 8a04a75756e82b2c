"""Receivers hear that data changed, never what they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from athletes.models import Athlete, DataRead, User
from athletes.services.api_keys import make_key, revoke_key, use_key
from config.core.celery import sending_with
from notifications.channels.webhook.connecting import add_receiver, prove_receiver
from notifications.models import Address, DataHook, Message
from notifications.services.data_hooks import GIVEN_UP, set_data_hook, sweep_data_hooks, tell_data_hook
from tests.doubles.web import Answer, WebDouble
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.mfa import enrol
from tests.factories.own_word import CheckInFactory
from tests.factories.races import RaceFactory

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def clock(settings: Settings) -> Iterator[Any]:
    settings.CHANGES_SETTLE_S = 0.0
    with time_machine.travel(NOON, tick=False) as clock, sending_with(lambda *_: None):
        yield clock


@pytest.fixture
def server(settings: Settings) -> Iterator[WebDouble]:
    with WebDouble() as server:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
        yield server


@pytest.fixture
def receiver(ada: User, server: WebDouble, clock: Any) -> Address:
    address = add_receiver(user=ada, url=f"{server.url}/hook", label="Home")
    prove_receiver(address=address)
    server.asked.clear()
    address.refresh_from_db()
    return address


def later(clock: Any, by: timedelta = timedelta(minutes=1)) -> None:
    clock.move_to(timezone.now() + by)


def hooked(address: Address, *events: str, athlete: Athlete | None = None) -> DataHook:
    return set_data_hook(
        user=address.user, address=address, athlete=athlete or address.user.athlete, events=events
    )


def test_a_receiver_hears_once_of_the_events_it_asked_for(
    receiver: Address, server: WebDouble, clock: Any
) -> None:
    CheckInFactory(athlete=receiver.user.athlete, date="2026-11-20")
    later(clock)
    hook = hooked(receiver, "data.changed")
    later(clock)
    morning = CheckInFactory(athlete=receiver.user.athlete, date="2026-11-21", note="Tired")
    RaceFactory(athlete=receiver.user.athlete)
    later(clock)

    tell_data_hook(hook_id=hook.pk)
    later(clock)
    tell_data_hook(hook_id=hook.pk)

    (asked,) = server.asked
    body = json.loads(asked.body)
    assert (body["kind"], body["events"], body["is_complete"]) == ("changes", ["data.changed"], True)
    assert body["athlete_uid"] == str(receiver.user.athlete.uid)
    path = {"athlete": receiver.user.athlete.uid, "uid": morning.uid}
    assert body["changes"] == [
        {
            "event": "data.changed",
            "type": "check_in",
            "uid": str(morning.uid),
            "is_deleted": False,
            "url": reverse("api:check-in", kwargs=path),
        }
    ]
    assert "formline-signature" in asked.headers
    assert b"Tired" not in asked.body


def test_what_was_not_heard_is_told_again_under_the_same_id(
    receiver: Address, server: WebDouble, clock: Any
) -> None:
    hook = hooked(receiver, "data.changed")
    later(clock)
    CheckInFactory(athlete=receiver.user.athlete)
    later(clock)
    server.answers[:] = [Answer(503)]

    tell_data_hook(hook_id=hook.pk)
    tell_data_hook(hook_id=hook.pk)
    hook.refresh_from_db()
    assert (len(server.asked), hook.failures, hook.due_at) == (1, 1, timezone.now() + timedelta(minutes=1))
    later(clock)
    assert sweep_data_hooks() == 1
    tell_data_hook(hook_id=hook.pk)

    first, second = server.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since) == (0, None)


def test_after_five_days_a_receiver_is_used_no_more_and_its_owner_is_told(
    receiver: Address, server: WebDouble, clock: Any
) -> None:
    hook = hooked(receiver, "data.changed")
    DataHook.objects.filter(pk=hook.pk).update(failing_since=timezone.now() - timedelta(days=5), failures=9)
    later(clock)
    CheckInFactory(athlete=receiver.user.athlete)
    later(clock)
    server.answers[:] = [Answer(500)]

    tell_data_hook(hook_id=hook.pk)

    receiver.refresh_from_db()
    assert receiver.disabled_reason == GIVEN_UP
    assert Message.objects.filter(user=receiver.user, kind="address_disabled").count() == 1
    assert sweep_data_hooks() == 0


def test_a_coach_hears_what_they_may_read_until_the_leave_ends(
    receiver: Address, server: WebDouble, clock: Any
) -> None:
    athlete = AthleteFactory()
    link = CoachLinkFactory(coach=receiver.user, athlete=athlete, scopes={"plan": "read"})
    hook = hooked(receiver, "data.changed", "plan.changed", athlete=athlete)
    later(clock)
    CheckInFactory(athlete=athlete)
    race = RaceFactory(athlete=athlete)
    later(clock)

    tell_data_hook(hook_id=hook.pk)
    link.scopes = {}
    link.save()
    later(clock)
    RaceFactory(athlete=athlete)
    later(clock)
    tell_data_hook(hook_id=hook.pk)

    (asked,) = server.asked
    assert [each["uid"] for each in json.loads(asked.body)["changes"]] == [str(race.uid)]
    assert list(DataRead.objects.values_list("athlete", "data_class")) == [(athlete.pk, "plan")]
    assert not DataHook.objects.exists()


def test_receivers_are_chosen_by_program_and_by_page(receiver: Address, clock: Any) -> None:
    client, stranger = Client(), Client()
    client.force_login(receiver.user)
    stranger.force_login(AthleteFactory().user)
    address, page = (
        reverse("api:data-hook-list"),
        reverse("notifications:webhook:events", args=[receiver.uid]),
    )
    wanted = {"address_uid": str(receiver.uid), "events": ["plan.changed"]}

    refused = stranger.post(address, wanted, content_type="application/json")
    of_others = {**wanted, "athlete": str(AthleteFactory().uid)}
    nobody = client.post(address, of_others, content_type="application/json")
    unknown = client.post(address, {**wanted, "events": ["x"]}, content_type="application/json")
    assert (refused.status_code, nobody.status_code, unknown.status_code) == (404, 404, 400)
    assert stranger.post(page, {"events": ["data.changed"]}).status_code == 404
    assert not DataHook.objects.exists()

    made = client.post(address, wanted, content_type="application/json")
    assert (made.status_code, [each["events"] for each in client.get(address).json()]) == (
        201,
        [["plan.changed"]],
    )
    client.post(page, {"events": ["data.changed", "analysis.ready"]})
    assert DataHook.objects.get().events == ["analysis.ready", "data.changed"]
    shown = client.get(reverse("notifications:preferences")).content.decode()
    assert [f'value="{name}"' in shown for name in ("data.changed", "plan.changed")] == [True, True]
    other = stranger.delete(reverse("api:data-hook", args=[DataHook.objects.get().uid]))
    assert (other.status_code, DataHook.objects.count()) == (404, 1)
    client.post(page)
    assert not DataHook.objects.exists()


def test_a_program_that_may_not_read_a_class_is_not_told_of_it(
    receiver: Address, server: WebDouble, clock: Any
) -> None:
    receiver.user.token_scopes = frozenset({"plan:read", "notifications:write"})
    hook = hooked(receiver, "data.changed", "plan.changed")
    later(clock)
    CheckInFactory(athlete=receiver.user.athlete)
    RaceFactory(athlete=receiver.user.athlete)
    later(clock)

    tell_data_hook(hook_id=hook.pk)

    assert [each["type"] for each in json.loads(server.asked[0].body)["changes"]] == ["race"]


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_what_a_key_asked_for_ends_with_the_key(
    receiver: Address, server: WebDouble, clock: Any, end: str
) -> None:
    ada = receiver.user
    key, text = make_key(user=ada, name="Script", scopes=["activities:read"], days=1)
    before = (key.revision, key.updated_at)
    hook = set_data_hook(
        user=use_key(text),
        address=receiver,
        athlete=ada.athlete,
        events=["data.changed"],  # type: ignore[arg-type]
    )
    key.refresh_from_db()
    assert (key.revision, key.updated_at, key.last_used_at) == (*before, timezone.now())
    RaceFactory(athlete=ada.athlete)
    later(clock)
    tell_data_hook(hook_id=hook.pk)
    assert DataHook.objects.filter(pk=hook.pk).exists()

    if end == "revoked":
        revoke_key(user=ada, uid=key.uid)
    later(clock, timedelta(days=1))
    server.asked.clear()
    tell_data_hook(hook_id=hook.pk)

    assert server.asked == []
    assert not DataHook.objects.exists()


def test_a_key_from_before_the_second_factor_hears_of_no_other_athlete(
    receiver: Address, server: WebDouble, clock: Any, settings: Settings
) -> None:
    link = CoachLinkFactory(coach=receiver.user, scopes={"plan": "read"})
    settings.COACHES_NEED_MFA = True
    keys = [use_key(make_key(user=receiver.user, name="Script", scopes=["plan:read"], days=1)[1])]
    later(clock)
    enrol(receiver.user)
    later(clock)
    keys.append(use_key(make_key(user=receiver.user, name="Script", scopes=["plan:read"], days=1)[1]))
    for key in keys:
        hook = set_data_hook(
            user=key,  # type: ignore[arg-type]
            address=receiver,
            athlete=link.athlete,
            events=["plan.changed"],
        )
        RaceFactory(athlete=link.athlete)
        later(clock)
        server.asked.clear()
        tell_data_hook(hook_id=hook.pk)
        is_newer = key is keys[1]
        assert (len(server.asked), DataHook.objects.filter(pk=hook.pk).exists()) == (is_newer, is_newer)
