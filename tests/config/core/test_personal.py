import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from django.core.cache import cache as backend
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from pytest_django import Settings

from athletes.models import Athlete, DataKey, User
from athletes.people import person
from config.core import audit, cache
from config.core.models import AuditEvent, AuditPayload, Job
from config.core.personal import TABLES, erasing
from metrics.models import Origin, Stream
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.everything import channel, one_of_everything

pytestmark = pytest.mark.django_db

WORD = "zeppelin"


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own: what was erased is listed there."""
    settings.FORMLINE_DATA = tmp_path
    return tmp_path


@pytest.fixture
def ada(data: Path) -> Athlete:
    """An athlete with a row in every table, a file, a secret, something in the cache and a session."""
    athlete = AthleteFactory(user__email=f"{WORD}@formline.example", user__name=WORD, name=WORD)
    one_of_everything(athlete, UserFactory(email="coach@formline.example"), WORD)
    name = default_storage.save(f"originals/{athlete.uid}/ab/abcd.fit", ContentFile(b"a ride"))
    Origin.objects.filter(athlete=athlete).update(file=name)
    values = np.array([1.0, np.nan, 3.0])
    Stream.objects.filter(activity__athlete=athlete).update(data=channel(values), count=3)
    cache.remember(athlete.pk, "summary", 60, lambda: {"text": WORD})
    Client().force_login(athlete.user)
    return athlete


def texts_with(word: str) -> list[str]:
    """Table and column of every text in the database that holds `word`."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(column.name)
                where = f"LOWER(CAST({name} AS TEXT)) LIKE %s"
                cursor.execute(
                    f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)} WHERE {where}",
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def counts() -> dict[str, int]:
    return {label: table.model._base_manager.count() for label, table in TABLES.items()}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    call_command(*arguments)
    return json.loads(capsys.readouterr().out)


def test_an_export_holds_every_row_in_json_and_csv_and_every_file(
    ada: Athlete, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = data / "ada.zip"
    answer = run(capsys, "export_athlete", ada.user.email, "--out", str(target), "--json")

    with ZipFile(target) as archive:
        names = set(archive.namelist())
        tables = {each.label for each in TABLES.values() if not each.why_not_exported}
        held = {label for label in tables if f"json/{label}.json" in names}
        assert held == tables
        [stream] = json.loads(archive.read("json/metrics.Stream.json"))
        assert stream["data"] == [1.0, None, 3.0]
        [row] = csv.DictReader(io.StringIO(archive.read("csv/athletes.Athlete.csv").decode("utf-8-sig")))
        assert row["name"] == WORD
        assert archive.read("files/abcd.fit") == b"a ride"
        assert "athletes.User, password: the hash of a secret" in archive.read("README.txt").decode()
        rows = json.loads(archive.read("manifest.json"))["rows"]
    assert answer == {"files": len(names), "rows": sum(rows.values()), "bytes": target.stat().st_size}
    assert target.stat().st_mode & 0o777 == 0o600
    assert AuditEvent.objects.filter(action="athlete.export", subject_uid=ada.uid).count() == 1


def test_an_export_holds_no_hash_no_key_and_nothing_of_others(
    ada: Athlete, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = AthleteFactory(name="Somebody Else")
    one_of_everything(stranger, UserFactory(), "Stranger-Word")
    target = data / "ada.zip"
    run(capsys, "export_athlete", ada.user.email, "--out", str(target), "--json")

    with ZipFile(target) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Stranger-Word" not in whole
    assert ada.user.password.encode() not in whole
    assert DataKey.objects.get(athlete=ada).wrapped.encode() not in whole


def test_erased_is_erased_from_tables_files_cache_and_sessions(
    ada: Athlete, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counts()
    answer = run(capsys, "erase_athlete", ada.user.email, "--yes", "--json")

    assert answer["remaining"] == 0
    assert answer["files"] == 1
    assert answer["rows"] >= len([label for label, count in before.items() if count]) - 5
    assert texts_with(WORD) == []
    assert not default_storage.exists(f"originals/{ada.uid}")
    assert cache.count_kept(ada.pk) == 0
    assert WORD not in str(getattr(backend, "_cache", ""))
    assert list(User.objects.values_list("email", flat=True)) == ["coach@formline.example"]


def test_others_lose_nothing(ada: Athlete) -> None:
    stranger = AthleteFactory(name="Somebody Else")
    kept = one_of_everything(stranger, UserFactory(), "stranger")
    rows = {label: table.rows(kept).count() for label, table in TABLES.items()}
    erasing.erase(person(ada.user))

    # What was told to them or asked by them about nobody else stays row by row.
    assert {label: table.rows(kept).count() for label, table in TABLES.items()} == rows


def test_the_audit_chain_holds_and_says_that_and_not_what(ada: Athlete) -> None:
    erasing.erase(person(ada.user), by=ada.user.uid)

    assert audit.verify().is_intact
    assert AuditEvent.objects.filter(action="consent.asked", subject_uid=ada.uid).count() == 1
    assert AuditPayload.objects.filter(subject_uid__in=[ada.uid, ada.user.uid]).count() == 0
    proof = AuditPayload.objects.filter(body__remaining=0).first()
    assert proof is not None
    assert set(proof.body) == {"rows", "files", "remaining", "event"}


def test_after_a_restore_the_same_are_erased_again(
    ada: Athlete, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user = User.objects.get(pk=ada.user_id)
    erasing.erase(person(ada.user))
    # The backup was made before: it knows the account and not that it was erased.
    restored = User.objects.create(email=user.email, uid=user.uid)
    Athlete.objects.create(user=restored, uid=ada.uid, name=WORD)
    models.QuerySet(AuditEvent).filter(action=erasing.ACTION)._raw_delete("default")

    answer = run(capsys, "erase_athlete", "--again", "--yes", "--json")

    assert answer["remaining"] == 0
    assert texts_with(WORD) == []
    assert run(capsys, "erase_athlete", "--again", "--yes", "--json") == {
        "rows": 0,
        "files": 0,
        "remaining": 0,
    }


def test_an_erasure_that_was_killed_is_started_again(ada: Athlete) -> None:
    class Killed(BaseException):
        pass

    deletes = 0

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal deletes
        deletes += sql.startswith("DELETE")
        if deletes == 60:
            raise Killed
        return execute(sql, params, many, context)

    whom = person(ada.user)
    with connection.execute_wrapper(die), pytest.raises(Killed):
        erasing.erase(whom)
    assert not DataKey.objects.filter(athlete=ada).exists()

    assert erasing.erase(person(User.objects.get(pk=ada.user_id))).remaining == 0
    assert texts_with(WORD) == []


def test_work_about_a_row_goes_with_the_row(ada: Athlete) -> None:
    Job.objects.create(kind="sync", subject=ada.connections.get().uid)
    erasing.erase(person(ada.user))

    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("erase_athlete", "nobody@formline.example", "--yes"), "NOT_FOUND"),
        (("erase_athlete", "--yes"), "ARGUMENTS_INVALID"),
        (("erase_athlete", "zeppelin@formline.example"), "NOT_CONFIRMED"),
        (("export_athlete", "nobody@formline.example", "--out", "nobody.zip"), "NOT_FOUND"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    ada: Athlete, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    before = counts()
    with pytest.raises(SystemExit) as ended:
        call_command(*arguments)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err.splitlines()[-1].split(":")[0]
    assert counts() == before
