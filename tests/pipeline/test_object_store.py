"""Athletes' files in a bucket: a store that speaks the S3 API is served on this machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer

from athletes.models import Athlete, User
from athletes.people import person
from athletes.services import data_exports
from config.core.celery import run_inline, sending_with
from config.core.personal import erasing
from config.settings.refusal import faults
from config.settings.storage import files_storage
from metrics.models import Activity, Origin
from metrics.services.imports import create_batch
from tests.doubles.files.fit_files import ride
from tests.factories.athletes import AthleteFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.either]
BUCKET = "formline-files"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of an object store."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A bucket, empty, that files go to from now on."""
    named = {"BUCKET": BUCKET, "ENDPOINT": store, "REGION": "us-east-1", "ACCESS_KEY": "a", "SECRET_KEY": "b"}
    for name, value in {**named, "ENCRYPTION": "AES256", "ADDRESSING": "path"}.items():
        monkeypatch.setenv(f"FILES_{name}", value)
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
    made = boto3.resource("s3", endpoint_url=store, **keys).create_bucket(Bucket=BUCKET)
    settings.STORAGES = {**settings.STORAGES, "default": files_storage(tmp_path)}
    yield made
    made.objects.all().delete()
    made.delete()


@pytest.fixture
def athlete() -> Athlete:
    athlete: Athlete = AthleteFactory.create(time_zone="UTC", hr_max_bpm=190, hr_rest_bpm=50)
    return athlete


def names(bucket: Any) -> list[str]:
    return [each.key for each in bucket.objects.all()]


def stored(row: Any) -> bytes:
    with row.file.open("rb") as file:
        content: bytes = file.read()
    return content


def upload(athlete: Athlete, content: bytes, name: str) -> None:
    with run_inline() as failures:
        create_batch(athlete=athlete, uploads=[ContentFile(content, name=name)])
    assert failures == []


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("years/ride.fit", content)
    return buffer.getvalue()


@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_file_is_read_and_its_original_lies_encrypted_in_the_bucket(
    bucket: Any, athlete: Athlete, is_zipped: bool
) -> None:
    content = ride(600)

    upload(athlete, zipped(content) if is_zipped else content, "ride.zip" if is_zipped else "ride.fit")

    assert Activity.objects.for_athlete(athlete).shown().count() == 1
    origin = Origin.objects.get(activity__athlete=athlete)
    assert names(bucket) == [str(origin.file.name)]
    assert stored(origin) == content
    assert bucket.Object(origin.file.name).server_side_encryption == "AES256"


def test_an_export_is_made_downloaded_and_goes_with_its_time(bucket: Any, athlete: Athlete) -> None:
    content = ride(600)
    upload(athlete, content, "ride.fit")
    with sending_with(lambda *_: None):
        row = data_exports.ask_export(user=athlete.user)

    data_exports.make_export(uid=row.uid)

    row.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(stored(row))) as archive:
        originals = [name for name in archive.namelist() if name.startswith("files/")]
        assert [archive.read(name) for name in originals] == [content]
    type(row).objects.update(expires_at="2026-01-01T00:00:00Z")
    data_exports.sweep_exports()
    assert [name for name in names(bucket) if name.endswith(".zip")] == []


def test_erased_nothing_of_a_person_is_left_in_it_and_all_of_others(bucket: Any, athlete: Athlete) -> None:
    other = AthleteFactory.create(time_zone="UTC", hr_max_bpm=190, hr_rest_bpm=50)
    upload(athlete, ride(600), "ride.fit")
    upload(other, ride(500), "ride.fit")
    default_storage.save(f"uploads/{athlete.uid}/deep/below/forgotten", ContentFile(b"named by no row"))

    erasing.erase(person(User.objects.get(pk=athlete.user_id)))

    kept = Origin.objects.get(activity__athlete=other)
    assert names(bucket) == [str(kept.file.name)]


def test_who_knows_a_name_in_the_bucket_gets_nothing_from_this_server(
    bucket: Any, athlete: Athlete, client: Client
) -> None:
    upload(athlete, ride(600), "ride.fit")

    (name,) = names(bucket)
    assert client.get(f"/{name}").status_code == 404
    assert {each["Grantee"]["Type"] for each in bucket.Object(name).Acl().grants} == {"CanonicalUser"}


def test_a_server_does_not_send_files_in_the_open() -> None:
    told = [each for each in faults({"FILES_ENDPOINT": "http://store.example"}) if "FILES_ENDPOINT" in each]

    assert len(told) == 1
