"""What has had its time goes by rules of the apps, which operators change; what waits stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from analysis.models import Conversation, Memory
from athletes.models import Device
from config import tasks
from config.core import audit, leases, retention
from config.core.models import AuditEvent, AuditPayload, Incident, RetentionRule, TaskRun
from config.core.retention import RULES, Rule
from metrics.models import Activity, Annotation, Race
from notifications.models import Delivery, Message
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.races import RaceFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def ran(days: float) -> None:
    TaskRun.objects.create(task="a", started_at=ago(days), duration_ms=1, outcome="done")


def message(key: str, days: float, state: str = Delivery.State.SENT) -> Message:
    with time_machine.travel(ago(days), tick=False):
        user = UserFactory()
        row = Message.objects.create(user=user, kind="signal", key=key, url="/", fanned_out_at=ago(days))
        address = user.addresses.create(channel="email", target="ada@example.org")
        Delivery.objects.create(message=row, address=address, state=state)
    return row


def test_every_rule_has_a_name_a_title_and_an_app() -> None:
    assert {name.partition(".")[0] for name in RULES} == {
        "core",
        "athletes",
        "metrics",
        "notifications",
        "plans",
        "analysis",
    }
    assert all(rule.title for rule in RULES.values())


def test_a_second_rule_of_the_same_name_is_refused() -> None:
    other = Rule("core.task_runs", "Another", lambda: 1, lambda *_: 0)

    with pytest.raises(ValueError, match="already"):
        retention.register(other)


def test_nothing_goes_in_a_dry_run_and_the_counts_say_what_would() -> None:
    ran(31)

    outcome = retention.apply(dry_run=True)

    assert outcome is not None
    assert outcome.counts["core.task_runs"] == 1
    assert TaskRun.objects.count() == 1


def test_what_is_older_goes_and_what_is_not_stays() -> None:
    for days in (29, 31):
        ran(days)
        Incident.objects.create(name=f"disk {days}", closed_at=ago(days * 12.2), summary="Full")
    Incident.objects.create(name="open", opened_at=ago(900), summary="Full")

    tasks.retain()

    assert [each.started_at for each in TaskRun.objects.all()] == [ago(29)]
    assert {each.name for each in Incident.objects.all()} == {"disk 29", "open"}


def test_an_operator_keeps_longer_shorter_or_for_ever() -> None:
    for days in (3, 300):
        ran(days)
    RetentionRule.objects.create(name="core.task_runs", keep_days=None)
    tasks.retain()
    assert TaskRun.objects.count() == 2

    RetentionRule.objects.update(keep_days=2)
    tasks.retain()
    assert TaskRun.objects.count() == 0


def test_what_waits_to_be_sent_stays_however_old() -> None:
    message("old", 800)
    message("waiting", 800, Delivery.State.WAITING)
    message("young", 100)

    tasks.retain()

    assert set(Message.objects.values_list("key", flat=True)) == {"waiting", "young"}
    assert Delivery.objects.count() == 2


def test_only_chats_that_were_deleted_go_by_themselves() -> None:
    athlete = AthleteFactory()
    for title, deleted_at in (("gone", ago(31)), ("just deleted", ago(29)), ("old", None)):
        with time_machine.travel(ago(900), tick=False):
            Conversation.objects.create(
                athlete=athlete, author=athlete.user, title=title, deleted_at=deleted_at
            )

    tasks.retain()

    assert set(Conversation.objects.values_list("title", flat=True)) == {"just deleted", "old"}


def test_races_notes_and_facts_that_were_deleted_go_and_activities_stay_to_keep_a_sync_away() -> None:
    athlete = AthleteFactory()
    for deleted_at in (ago(31), ago(29), None):
        RaceFactory(athlete=athlete, deleted_at=deleted_at)
        AnnotationFactory(athlete=athlete, deleted_at=deleted_at)
        Memory.objects.create(athlete=athlete, text="I work at night", deleted_at=deleted_at)
    ActivityFactory(athlete=athlete, deleted_at=ago(900))

    tasks.retain()

    for model in (Race, Annotation, Memory):
        assert {each.deleted_at for each in model.objects.all()} == {ago(29), None}
    assert Activity.objects.count() == 1


def test_browsers_that_nobody_uses_are_forgotten() -> None:
    user = UserFactory()
    for days in (729, 731):
        Device.objects.create(user=user, token_sha256=str(days), last_login_at=ago(days))

    tasks.retain()

    assert [each.token_sha256 for each in Device.objects.all()] == ["729"]


def test_without_the_personal_parts_the_audit_chain_still_holds() -> None:
    with time_machine.travel(ago(400), tick=False):
        audit.record(None, "athlete.read", None, {"who": "Ada"})
    RetentionRule.objects.create(name="core.audit_payloads", keep_days=365)
    audit.seal()

    tasks.retain()

    assert (AuditEvent.objects.count(), AuditPayload.objects.count()) == (1, 0)
    assert audit.verify().is_intact


def test_a_rule_that_fails_stops_no_other_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(before: datetime, dry_run: bool) -> int:
        raise ZeroDivisionError

    ran(31)
    monkeypatch.setitem(RULES, "a.broken", Rule("a.broken", "Broken", lambda: 1, broken))

    with pytest.raises(retention.RetentionError, match=r"a\.broken"):
        tasks.retain()
    assert not TaskRun.objects.exists()


def test_two_at_once_are_one() -> None:
    with leases.held(retention.LEASE_NAME, retention.LEASE):
        assert retention.apply() is None


def test_what_time_does_not_suffice_for_waits_for_the_next_night() -> None:
    outcome = retention.apply(time_limit_s=-1)

    assert outcome is not None
    assert set(outcome.left) == {name for name, rule in RULES.items() if retention.keep_days(rule)}


def test_the_command_answers_in_one_line_of_json() -> None:
    ran(31)
    out = StringIO()

    call_command("retention", "--dry-run", "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert (answer["dry_run"], answer["counts"]["core.task_runs"], answer["failed"]) == (True, 1, {})


def test_the_command_tells_people_what_is_kept_for_how_long() -> None:
    out = StringIO()

    call_command("retention", "--dry-run", stdout=out)

    assert "analysis.chats" in out.getvalue()
    assert "for ever" in out.getvalue()
