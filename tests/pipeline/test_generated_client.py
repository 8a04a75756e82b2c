"""A client that a program made from the description of the API does a round trip with a served Formline."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key
from config.core.celery import sending_with
from metrics.models import CheckIn, ImportFile
from tests.doubles.files.fit_files import ride
from tests.factories.athletes import AthleteFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.either]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MORNING = date(2026, 11, 22)
NAME = "formline_client"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generated package, to be imported by its name."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.json").write_text(json.dumps({"post_hooks": []}))
    arguments = ("--path", str(Path(settings.BASE_DIR) / "docs" / "openapi.yaml"), "--meta", "none")
    generator = str(Path(sys.executable).with_name("openapi-python-client"))
    done = subprocess.run(
        [
            generator,
            "generate",
            *arguments,
            "--output-path",
            NAME,
            "--config",
            "config.json",
            "--fail-on-warning",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield NAME
    sys.path.remove(str(folder))


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(time_zone="UTC")
    return made


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=True) as clock, sending_with(lambda *_: None):
        yield clock


type Ask = Callable[..., Any]


@pytest.fixture
def ask(
    package: str, live_server: LiveServer, athlete: Athlete, clock: time_machine.Coordinates
) -> Iterator[Ask]:
    """Call an operation by its name for the athlete of a key: its whole answer."""
    _, token = make_key(user=athlete.user, name="A program", scopes=list(SCOPES), days=30)
    client = importlib.import_module(f"{package}.client").AuthenticatedClient(live_server.url, token=token)

    def call(operation: str, *path: Any, **given: Any) -> Any:
        module = importlib.import_module(f"{package}.api.athletes.{operation}")
        return module.sync_detailed("me", *path, client=client, **given)

    with client:
        yield call


def model(name: str, **fields: Any) -> Any:
    return getattr(importlib.import_module(f"{NAME}.models"), name)(**fields)


def test_a_generated_client_writes_changes_follows_ends_and_uploads(
    ask: Ask, package: str, clock: time_machine.Coordinates
) -> None:
    """One test: making the client takes ten seconds, and each test process would make its own."""
    _check_in_is_made_once_changed_by_its_newest_copy_and_followed_to_its_end(ask, clock)
    CheckIn.objects.all().delete()
    _rows_in_bulk_each_say_what_became_of_them(ask)
    _a_file_is_sent_and_waits_to_be_read(ask, package)


def _check_in_is_made_once_changed_by_its_newest_copy_and_followed_to_its_end(
    ask: Ask, clock: time_machine.Coordinates
) -> None:
    wanted = model("CheckInRequest", date=MORNING, feel=4, note="Rested")
    made = ask("athletes_check_ins_create", body=wanted, idempotency_key="one")
    again = ask("athletes_check_ins_create", body=wanted, idempotency_key="one")
    assert (made.status_code, made.parsed.feel, made.parsed.date) == (201, 4, MORNING)
    assert (again.parsed.uid, CheckIn.objects.count()) == (made.parsed.uid, 1)

    uid, tag = made.parsed.uid, made.headers["ETag"]
    worse = model("PatchedCheckInRequest", feel=2)
    changed = ask("athletes_check_ins_partial_update", uid, body=worse, if_match=tag)
    late = ask("athletes_check_ins_partial_update", uid, body=worse, if_match=tag)
    assert (changed.status_code, changed.parsed.feel) == (200, 2)
    assert (late.status_code, late.parsed.error.code) == (412, "DATA_CHANGED")

    clock.shift(timedelta(minutes=1))
    first = ask("changes_retrieve", types="check_in").parsed
    assert [(each.uid, each.is_deleted) for each in first.changes] == [(uid, False)]
    assert ask("athletes_check_ins_destroy", uid).status_code == 204
    clock.shift(timedelta(minutes=1))
    second = ask("changes_retrieve", types="check_in", cursor=first.cursor).parsed
    assert [(each.uid, each.is_deleted) for each in second.changes] == [(uid, True)]
    assert ask("athletes_check_ins_retrieve", uid).parsed.error.code == "NOT_FOUND"


def _rows_in_bulk_each_say_what_became_of_them(ask: Ask) -> None:
    def rows(*feels: int) -> Any:
        days = (MORNING - timedelta(days=ago) for ago in range(len(feels)))
        items = [
            model("BulkCheckInsRowRequest", external_id=f"m-{day}", date=day, feel=feel)
            for day, feel in zip(days, feels, strict=True)
        ]
        return model("BulkCheckInsRequest", source="a-program", rows=items)

    made = ask("athletes_check_ins_bulk_create", body=rows(4, 9, 3)).parsed
    again = ask("athletes_check_ins_bulk_create", body=rows(5, 2, 3)).parsed

    assert [each.outcome.value for each in made.results] == ["created", "error", "created"]
    assert made.results[1].error.fields.additional_properties.keys() == {"feel"}
    assert [each.outcome.value for each in again.results] == ["updated", "created", "unchanged"]
    assert sorted(CheckIn.objects.values_list("feel", flat=True)) == [2, 3, 5]


def _a_file_is_sent_and_waits_to_be_read(ask: Ask, package: str) -> None:
    file = importlib.import_module(f"{package}.types").File(BytesIO(ride(60)), "ride.fit")

    sent = ask("athletes_imports_create", body=model("UploadRequest", files=[file]))

    assert (sent.status_code, ImportFile.objects.get().name) == (202, "ride.fit")
    seen = ask("athletes_imports_retrieve", sent.parsed.uid).parsed
    assert (seen.total, seen.done, seen.finished_at) == (1, 0, None)
