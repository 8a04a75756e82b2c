from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from metrics.models import ImportFile
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import ActivityFactory, ImportBatchFactory, ImportFileFactory

State = ImportFile.State


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory()


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def send(client: Client, *files: SimpleUploadedFile, **more: Any) -> Any:
    with sending_with(lambda *_: None):
        return client.post(
            reverse("api:import-list", kwargs={"athlete": "me"}), {"files": list(files), **more}
        )


def test_many_files_become_one_import_that_waits(client: Client, athlete: Athlete) -> None:
    response = send(client, SimpleUploadedFile("a.fit", b"one"), SimpleUploadedFile("b.gpx", b""))

    body = response.json()
    assert response.status_code == 202
    assert (body["total"], body["done"], body["finished_at"], body["files"]) == (2, 0, None, [])
    rows = ImportFile.objects.order_by("pk")
    assert [(row.name, row.size, row.batch.athlete) for row in rows] == [
        ("a.fit", 3, athlete),
        ("b.gpx", 0, athlete),
    ]


def test_an_import_goes_to_the_athlete_of_the_address_whatever_the_form_says(
    client: Client, athlete: Athlete
) -> None:
    other = AthleteFactory()

    send(client, SimpleUploadedFile("a.fit", b"one"), athlete=str(other.uid), athlete_id=other.pk)

    assert ImportFile.objects.get().batch.athlete == athlete


@pytest.mark.parametrize("closed", [None, "places", "heart", "sleep", "body"])
def test_who_sends_files_for_an_athlete_may_write_all_that_files_hold(
    athlete: Athlete, closed: str | None
) -> None:
    scopes = dict.fromkeys({"activities", "places", "heart", "sleep", "body"} - {closed}, "write")
    coach = Client()
    coach.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
    parts = {"athlete": athlete.uid}

    with sending_with(lambda *_: None):
        sent = [
            coach.post(
                reverse(name, kwargs=parts), {"files": [SimpleUploadedFile(f"{name[:3]}.fit", b"one")]}
            )
            for name in ("api:import-list", "metrics:imports")
        ]

    assert [answer.status_code for answer in sent] == ([404, 404] if closed else [202, 302])
    assert ImportFile.objects.count() == (0 if closed else 2)


def test_no_file_is_refused(client: Client) -> None:
    response = client.post(reverse("api:import-list", kwargs={"athlete": "me"}), {})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["files"])


def test_json_is_not_how_files_are_sent(client: Client) -> None:
    url = reverse("api:import-list", kwargs={"athlete": "me"})
    response = client.post(url, {"files": ["x"]}, content_type="application/json")

    assert (response.status_code, response.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_progress_says_what_became_of_each_file(client: Client, athlete: Athlete) -> None:
    batch = ImportBatchFactory(athlete=athlete)
    activity = ActivityFactory(athlete=athlete)
    archive = ImportFileFactory(batch=batch, name="all.zip", state=State.UNPACKED)
    ImportFileFactory(batch=batch, name="a.fit", parent=archive, state=State.IMPORTED, activity=activity)
    ImportFileFactory(
        batch=batch, name="b.fit", state=State.FAILED, code="FILE_EMPTY", message="It is empty."
    )
    ImportFileFactory(batch=batch, name="c.fit")

    body = client.get(reverse("api:import", kwargs={"athlete": "me", "uid": batch.uid})).json()

    assert (body["total"], body["done"], body["imported"], body["failed"]) == (3, 2, 1, 1)
    failed, imported = body["files"]
    assert (failed["name"], failed["state"], failed["code"], failed["message"]) == (
        "b.fit",
        "failed",
        "FILE_EMPTY",
        "It is empty.",
    )
    assert (imported["archive"], imported["activity_uid"]) == ("all.zip", str(activity.uid))


def test_the_newest_imports_are_listed_with_their_counts(client: Client, athlete: Athlete) -> None:
    batch = ImportBatchFactory(athlete=athlete)
    ImportFileFactory(batch=batch, state=State.DUPLICATE)
    ImportFileFactory(batch=batch)
    ImportBatchFactory(athlete=AthleteFactory())

    rows = client.get(reverse("api:import-list", kwargs={"athlete": "me"})).json()

    assert [(row["uid"], row["total"], row["waiting"], row["duplicates"]) for row in rows] == [
        (str(batch.uid), 2, 1, 1)
    ]
