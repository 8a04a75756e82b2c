"""The newest part of the record cannot be cut off unseen, as far as one database and one folder can tell."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from config import tasks
from config.core import audit, audit_heads, beats
from config.core.models import AuditEvent, AuditSeal, Heartbeat
from config.monitor.measures import record_faults

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FORMLINE_DATA = tmp_path
    return tmp_path


@pytest.fixture
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def sealed(clock, django_capture_on_commit_callbacks):
    """Two seals, each over one event; their heads."""
    for _ in range(2):
        audit.record(None, "athlete.read", None)
        clock.shift(audit.SETTLED_AFTER + timedelta(seconds=1))
        with django_capture_on_commit_callbacks(execute=True):
            audit.seal()
    return list(AuditSeal.objects.order_by("pk").values_list("last_id", "sha256"))


def cut() -> None:
    """Remove the newest event with its seal, as somebody in the database would."""
    with connection.cursor() as cursor:
        for table in ("core_auditseal", "core_auditevent"):
            cursor.execute(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")


def verified(*args: str, capsys) -> tuple[int, dict]:
    try:
        call_command("verify_audit", *args, "--json")
        code = 0
    except SystemExit as error:
        code = int(error.code)
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_heads_are_told_in_a_row_a_file_and_the_log(sealed, folder, capsys):
    lines = (folder / audit_heads.FILE).read_text().splitlines()

    assert [(each["last_id"], each["sha256"]) for each in map(json.loads, lines)] == sealed
    assert beats.said(audit_heads.NAME).startswith("{}:{}:".format(*sealed[-1]))
    assert audit.verify().is_intact
    assert verified(capsys=capsys)[1]["head"] == "{}:{}".format(*sealed[-1])


def test_a_newest_part_that_is_gone_is_missed_by_row_and_file(sealed):
    cut()

    assert audit.verify().broken == [
        f"the signed head: nothing is sealed up to {sealed[1][0]} as it was",
        f"1 heads of {audit_heads.FILE}, up to {sealed[1][0]}",
    ]


@pytest.mark.parametrize("said", [None, "", "{}:{}", "{}:{}:forged"])
def test_a_row_is_not_believed_without_its_signature(sealed, folder, said):
    cut()
    (folder / audit_heads.FILE).unlink()
    row = Heartbeat.objects.filter(name=audit_heads.NAME)
    row.delete() if said is None else row.update(said=said.format(*sealed[0]))

    assert audit.verify().broken == ["the signed head is gone or was not written here"]


def test_an_older_row_put_back_is_found_by_the_file(sealed):
    cut()
    older = audit_heads.Head(*sealed[0])
    audit_heads.sign(older)

    assert audit.verify().broken == [f"1 heads of {audit_heads.FILE}, up to {sealed[1][0]}"]


def test_nothing_is_sealed_onto_what_is_left_and_the_monitor_hears_at_once(sealed, clock):
    cut()
    audit.record(None, "athlete.read", None)
    clock.shift(timedelta(hours=1))

    assert tasks.tidy()["sealed"] == 0
    assert AuditSeal.objects.count() == 1
    assert record_faults() == 1


def test_the_nightly_look_is_told_and_missed(sealed, clock):
    assert record_faults() is None
    assert tasks.verify_record() == {"sealed": 2, "broken": 0}
    assert record_faults() == 0
    clock.shift(timedelta(days=4))
    assert record_faults() == 4

    cut()

    assert tasks.verify_record() == {"sealed": 1, "broken": 2}
    assert record_faults() == 2


def test_the_command_knows_a_head_that_somebody_noted(sealed, folder, capsys):
    noted = "{}:{}".format(*sealed[1])
    assert verified("--expect", noted, capsys=capsys)[0] == 0
    cut()
    audit_heads.sign(audit_heads.Head(*sealed[0]))
    (folder / audit_heads.FILE).unlink()

    assert verified(capsys=capsys)[0] == 0  # whoever has database, folder and key leaves no trace in them
    code, answer = verified("--expect", noted, capsys=capsys)
    assert (code, answer["broken"]) == (
        1,
        [f"the head that was noted: nothing is sealed up to {sealed[1][0]} as it was"],
    )


def test_going_on_from_an_earlier_end_is_on_record(sealed, clock, folder, capsys):
    cut()

    code, answer = verified("--accept", capsys=capsys)

    assert (code, answer["broken"], len(answer["accepted"])) == (0, [], 2)
    assert AuditEvent.objects.filter(action="audit.accepted").count() == 1
    assert len(list(folder.glob(f"{audit_heads.FILE}.*"))) == 1
    clock.shift(timedelta(hours=1))
    assert audit.seal() == 1
