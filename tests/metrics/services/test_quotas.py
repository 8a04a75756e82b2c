"""What an athlete may store and bring in a day holds on every way in, to the last byte and file."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from athletes.models import Athlete
from athletes.services.quotas import UploadsSpentError, take_uploads
from config.core.celery import run_inline, sending_with
from metrics.models import ImportBatch, ImportFile, Origin
from metrics.services import storage
from metrics.services.imports import create_batch, import_content
from metrics.services.storage import StorageFullError, used_bytes
from tests.doubles.files.fit_files import ride
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Athlete:
    """Room for 1,000 bytes, and three files a day."""
    monkeypatch.setattr(storage, "MB", 1_000)
    settings.STORAGE_PER_ATHLETE_MB, settings.UPLOADS_PER_DAY = 1, 3
    return AthleteFactory(time_zone="UTC")


def kept_for(athlete: Athlete) -> list[Path]:
    folder = Path(django_settings.STORAGES["default"]["OPTIONS"]["location"]) / "uploads" / str(athlete.uid)
    return [each for each in folder.rglob("*") if each.is_file()]


def sent(athlete: Athlete, *sizes: int) -> ImportBatch:
    with sending_with(lambda *_: None):
        return create_batch(
            athlete=athlete, uploads=[ContentFile(b"x" * size, name="a.fit") for size in sizes]
        )


def zipped(members: int, size: int) -> ContentFile[bytes]:
    """So many tracks, each of this many bytes, of which nothing can be read but their kind."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(members):
            archive.writestr(f"{n}.gpx", f'<?xml version="1.0"?><gpx>{n}'.ljust(size))
    return ContentFile(buffer.getvalue(), name="years.zip")


def codes_of(athlete: Athlete, archive: ContentFile[bytes]) -> list[str]:
    with run_inline():
        batch = create_batch(athlete=athlete, uploads=[archive])
    members = batch.files.exclude(parent=None).order_by("pk")
    return list(members.values_list("code", flat=True))


def test_the_last_byte_fits_one_more_does_not_and_nothing_of_it_is_kept(ada: Athlete) -> None:
    sent(ada, 600)
    with pytest.raises(StorageFullError):
        sent(ada, 401)
    assert len(kept_for(ada)) == 1
    sent(ada, 400)
    assert used_bytes(ada.pk) == 1_000
    sent(AthleteFactory(), 1_000)


def test_the_third_file_of_a_day_comes_in_the_fourth_on_the_next(ada: Athlete) -> None:
    with time_machine.travel("2026-03-01T23:59:00Z", tick=False) as clock:
        sent(ada, 1, 1)
        with pytest.raises(UploadsSpentError) as refused:
            sent(ada, 1, 1)
        assert refused.value.retry_after_s == 60
        sent(ada, 1)
        with pytest.raises(UploadsSpentError):
            take_uploads(athlete=ada)
        clock.shift(60)
        sent(ada, 1)


@pytest.mark.parametrize("way", ["page", "api", "bulk"])
def test_whoever_sends_too_much_is_told_what_to_do_next(ada: Athlete, way: str, settings: Settings) -> None:
    settings.UPLOADS_PER_DAY = 1
    client = Client()
    client.force_login(ada.user)
    files: dict[str, Any] = {"files": [ContentFile(b"x" * 1_001, name="a.fit")]}
    if way == "page":
        answer = client.post(reverse("metrics:imports", args=["me"]), files)
    elif way == "api":
        answer = client.post(reverse("api:import-list", args=["me"]), files)
    else:
        rows = [{"external_id": str(n), "date": f"2026-02-0{n}"} for n in (1, 2)]
        body = {"source": "my-app", "rows": rows}
        answer = client.post("/api/v1/athletes/me/check-ins/bulk/", body, content_type="application/json")

    assert answer.status_code == (429 if way == "bulk" else 413)
    said = answer.content.decode()
    assert ("Bring the others tomorrow." if way == "bulk" else "ask the operator for more room") in said
    assert not ImportFile.objects.exists()
    assert kept_for(ada) == []


def test_members_of_an_archive_count_as_files_sent_alone(ada: Athlete, settings: Settings) -> None:
    """The archive is the first of the three."""
    settings.STORAGE_PER_ATHLETE_MB = 1_000
    codes = codes_of(ada, zipped(4, 99))
    assert [code == "UPLOADS_SPENT" for code in codes] == [False, False, True, True]


def test_members_of_an_archive_share_the_room(ada: Athlete) -> None:
    codes = codes_of(ada, zipped(2, 700))
    assert [code == "STORAGE_FULL" for code in codes] == [False, True]


def test_without_room_an_activity_comes_in_but_its_file_is_not_kept(ada: Athlete) -> None:
    with sending_with(lambda *_: None):
        import_content(athlete=ada, content=ride(600), name="ride.fit")
    origin = Origin.objects.get()
    assert (origin.file.name, origin.size) == ("", 0)


def test_two_uploads_at_once_do_not_both_take_the_last_room(ada: Athlete) -> None:
    def one(_: int) -> str:
        try:
            sent(ada, 900)
        except StorageFullError:
            return "full"
        finally:
            connections.close_all()
        return "kept"

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(one, range(3))) == ["full", "full", "kept"]
    assert len(kept_for(ada)) == 1


def test_the_privacy_page_shows_what_is_used(ada: Athlete) -> None:
    sent(ada, 600)
    client = Client()
    client.force_login(ada.user)
    page = client.get("/account/privacy/").content.decode()
    assert "600 bytes" in page.replace("\xa0", " ")
    assert "<td>1</td><td>3</td>" in page.replace("\n", "")
