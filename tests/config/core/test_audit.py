from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from config.core import audit
from config.core.ids import uuid7
from config.core.models import AppendOnly, AuditEvent, AuditPayload, AuditSeal

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def record_settled(clock, count: int) -> list[AuditEvent]:
    events = [audit.record(uuid7(), "athlete.read", uuid7(), {"note": f"{index}"}) for index in range(count)]
    clock.shift(audit.SETTLED_AFTER + timedelta(seconds=1))
    return events


def test_an_event_says_who_did_what_to_whom_and_keeps_the_payload_apart(db):
    actor, subject = uuid7(), uuid7()

    event = audit.record(actor, "threshold.changed", subject, {"name": "Ada", "at": NOON})

    stored = AuditEvent.objects.get()
    assert (stored.actor_uid, stored.action, stored.subject_uid) == (actor, "threshold.changed", subject)
    assert AuditPayload.objects.get(event_uid=event.uid).body == {"name": "Ada", "at": "2026-03-01T12:00:00Z"}


def test_events_and_seals_cannot_be_changed_or_removed(clock):
    (event,) = record_settled(clock, 1)
    audit.seal()

    for row in (event, AuditSeal.objects.get()):
        for attempt in (
            row.save,
            row.delete,
            type(row).objects.all().delete,
            lambda row=row: type(row).objects.update(pk=9),
            lambda row=row: type(row).objects.bulk_update([row], ["at"]),
        ):
            with pytest.raises(AppendOnly):
                attempt()
    assert AuditEvent.objects.get().action == "athlete.read"


def test_settled_events_are_sealed_in_batches_and_the_chain_holds(clock, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 4)
    record_settled(clock, 10)
    audit.record(None, "too.young", None)

    assert audit.seal() == 10
    assert list(AuditSeal.objects.order_by("pk").values_list("count", flat=True)) == [4, 4, 2]
    assert audit.verify() == audit.Verdict(sealed=10, unsealed=1, broken=[])
    assert audit.seal() == 0


def test_erasing_payloads_leaves_the_chain_valid(clock):
    record_settled(clock, 3)
    audit.seal()

    AuditPayload.objects.all().delete()

    assert audit.verify().is_intact


def test_one_altered_row_is_found(clock, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 2)
    events = record_settled(clock, 6)
    audit.seal()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET action = 'nothing' WHERE id = %s", [events[3].pk])

    assert audit.verify().broken == [f"seal {events[2].pk} to {events[3].pk}"]


def test_a_removed_row_is_found(clock):
    events = record_settled(clock, 3)
    audit.seal()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditevent WHERE id = %s", [events[0].pk])

    assert audit.verify().broken == [f"seal {events[0].pk} to {events[2].pk}"]


def test_a_seal_made_anew_over_changed_events_breaks_the_next_one(clock):
    record_settled(clock, 1)
    audit.seal()
    record_settled(clock, 1)
    audit.seal()
    first, second = AuditSeal.objects.order_by("pk")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditseal SET sha256 = %s WHERE id = %s", ["f" * 64, first.pk])

    assert f"seal {second.first_id} to {second.last_id}" in audit.verify().broken


def test_an_altered_payload_is_found_sealed_or_not(clock):
    event = record_settled(clock, 1)[0]

    AuditPayload.objects.update(body={"note": "other"})

    assert audit.verify().broken == [f"payload of {event.uid}"]
    audit.seal()
    assert audit.verify().broken == [f"payload of {event.uid}"]


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(settings, tmp_path):
    settings.FORMLINE_DATA = tmp_path
    with time_machine.travel(NOON, tick=False) as clock:
        record_settled(clock, 5)

        def seal(_: int) -> None:
            try:
                audit.seal()
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as sealers:
            list(sealers.map(seal, range(4)))

        assert audit.verify() == audit.Verdict(sealed=5, unsealed=0, broken=[])


def test_a_rolled_back_change_leaves_no_event(db):
    with transaction.atomic():
        audit.record(None, "athlete.erased", uuid7(), {"a": 1})
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()
    assert not AuditPayload.objects.exists()
