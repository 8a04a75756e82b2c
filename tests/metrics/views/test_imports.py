from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from metrics.models import ImportBatch, ImportFile
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory, ImportBatchFactory, ImportFileFactory
from tests.metrics.views.conftest import address

HTMX = {"HX-Request": "true"}


@pytest.fixture
def batch(athlete):
    """An import that began twenty seconds ago."""
    batch = ImportBatchFactory(athlete=athlete)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=timezone.now() - timedelta(seconds=20))
    batch.refresh_from_db()
    return batch


def finish(batch):
    ImportBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())


def page_of(client, batch, **headers):
    return client.get(address("import-batch", uid=batch.uid), headers=headers)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def upload(client, *files):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(address("imports"), {"files": uploads})


def test_the_page_says_what_works(client):
    page = client.get(address("imports")).content.decode()

    assert "A Garmin export" in page
    assert "the activities in it are read" in page
    assert 'accept=".fit,.tcx,.gpx,.gz,.zip"' in page
    assert "multiple" in page
    assert "js/upload.js" in page


def test_files_are_kept_and_the_page_of_their_batch_follows(client, athlete):
    response = upload(client, ("morning.fit", b"abc"), ("../../evening.gpx", b"<gpx/>"), ("empty.fit", b""))

    batch = ImportBatch.objects.get(athlete=athlete)
    assert response.url == address("import-batch", uid=batch.uid)
    assert list(batch.files.values_list("name", "size", "state")) == [
        ("morning.fit", 3, "waiting"),
        ("evening.gpx", 6, "waiting"),
        ("empty.fit", 0, "waiting"),
    ]


def test_nothing_chosen_is_said_and_nothing_is_kept(client):
    response = client.post(address("imports"))

    assert response.status_code == 422
    assert "Choose at least one file." in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_recent_imports_are_listed_with_their_outcome(client, batch):
    for state, count in (("imported", 3), ("merged", 1), ("duplicate", 2), ("unpacked", 1)):
        ImportFileFactory.create_batch(count, batch=batch, state=state)
    ImportFileFactory(batch=batch, state="failed", code="FILE_CORRUPT")
    ImportFileFactory(batch=batch, state="failed", code="FILE_NOT_ACTIVITY")
    finish(batch)

    text = text_of(client.get(address("imports")))

    assert "8 files 4 imported 2 already here some could not be read" in text


def test_courses_and_settings_alone_are_no_fault(client, batch):
    archive = ImportFileFactory(batch=batch, state="unpacked", name="export.zip")
    ImportFileFactory(batch=batch, state="failed", code="FILE_NOT_ACTIVITY")
    ImportFileFactory(batch=batch, state="failed", code="FILE_TYPE_UNKNOWN", parent=archive)
    finish(batch)

    assert "could not be read" not in text_of(client.get(address("imports")))
    text = text_of(page_of(client, batch))
    assert "0 Left out" in text
    assert "There was no activity in it." in text


def test_while_it_runs_the_page_counts_and_guesses_and_asks_again(client, batch):
    ImportFileFactory.create_batch(10, batch=batch, state="imported", activity=None)
    ImportFileFactory.create_batch(30, batch=batch)

    response = page_of(client, batch)

    text = text_of(response)
    assert "Reading 40 files" in text
    assert "10 of 40 done about 1 min left" in text
    page = response.content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<progress class="progress" max="40" value="10"' in re.sub(r"\s+", " ", page)
    part = page_of(client, batch, **HTMX)
    assert part.status_code == 200
    assert re.match(r'\s*<div class="stack"\s+id="import-progress"', part.content.decode())


def test_before_the_first_file_is_done_nothing_is_guessed(client, batch):
    ImportFileFactory.create_batch(3, batch=batch)

    assert "0 of 3 done just started" in text_of(page_of(client, batch))


def test_when_it_is_finished_the_page_stops_asking_and_sums_up(client, athlete, batch):
    new = ActivityFactory(athlete=athlete, name="New run")
    ImportFileFactory(batch=batch, state="imported", activity=new)
    ImportFileFactory(batch=batch, state="failed", code="FILE_CORRUPT", message="Damaged. Copy it again.")
    finish(batch)

    part = page_of(client, batch, **HTMX)

    assert part.status_code == 286
    page = part.content.decode()
    assert "hx-trigger" not in page
    text = text_of(part)
    assert "1 activity imported." in text
    assert "1 file could not be read." in text
    assert f'href="{address("activity", uid=new.uid)}">New run</a>' in page
    assert f'href="{address("activities")}">All activities</a>' in page
    assert "See today</a>" in page


def test_each_failure_says_what_is_wrong_and_what_to_do(client, batch):
    ImportFileFactory(
        batch=batch,
        name="race.fit",
        state="failed",
        code="FILE_QUARANTINED",
        message="Reading failed three times.",
    )
    same = {"state": "failed", "code": "FILE_CORRUPT", "message": "Damaged. Copy it again."}
    for index in range(25):
        ImportFileFactory(batch=batch, name=f"broken-{index:02}.fit", **same)
    finish(batch)

    text = text_of(page_of(client, batch))

    assert "race.fit Reading failed three times. Export the activity again, or in another format" in text
    assert "25 files Damaged. Copy it again. broken-00.fit, broken-01.fit" in text
    assert "broken-19.fit and 5 more" in text


def test_merged_and_duplicate_files_lead_to_their_activity(client, athlete, batch):
    ride = ActivityFactory(athlete=athlete, name="Twice recorded")
    gone = ActivityFactory(athlete=athlete, name="Deleted since", deleted_at=timezone.now())
    ImportFileFactory(batch=batch, state="merged", activity=ride)
    ImportFileFactory(batch=batch, state="duplicate", activity=gone, name="old.fit")
    ImportFileFactory(batch=batch, state="duplicate", activity=None, name="erased.fit")
    finish(batch)

    page = page_of(client, batch).content.decode()

    assert re.search(rf'href="{address("activity", uid=ride.uid)}"\s*>\s*Twice recorded', page)
    assert address("activity", uid=gone.uid) not in page
    assert "deleted since · old.fit" in page
    assert "erased.fit" in page


def test_all_of_it_already_here_is_said(client, batch):
    ImportFileFactory(batch=batch, state="duplicate", activity=None)
    finish(batch)

    assert "Everything was already here." in text_of(page_of(client, batch))


def test_an_import_of_somebody_else_is_not_found(client):
    assert page_of(client, ImportBatchFactory()).status_code == 404


def test_a_long_list_is_cut_and_says_so(client, athlete, batch):
    run = ActivityFactory(athlete=athlete)
    ImportFile.objects.bulk_create(
        ImportFile(batch=batch, name=f"{n}.fit", state="imported", activity=run) for n in range(320)
    )
    finish(batch)

    text = text_of(page_of(client, batch))

    assert "320 activities imported." in text
    assert "20 more went well and are not listed here." in text


def test_the_number_of_queries_does_not_grow_with_the_files(
    client, client_of, athlete, batch, django_assert_max_num_queries
):
    for state in ("imported", "merged", "duplicate", "failed"):
        for index in range(20):
            activity = None if state == "failed" else ActivityFactory(athlete=athlete)
            ImportFileFactory(batch=batch, state=state, activity=activity, message=f"{state} {index}")
    finish(batch)

    with django_assert_max_num_queries(8):
        page_of(client, batch)
    with django_assert_max_num_queries(8):
        client.get(address("imports"))
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)
    coach.get(address("imports", athlete))  # the first look of an hour goes into the audit
    with django_assert_max_num_queries(10):
        coach.get(address("imports", athlete))
