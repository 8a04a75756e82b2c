from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils import timezone

from metrics.models import ImportBatch
from metrics.selectors.exports import ExportReport, Reason
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ImportBatchFactory, ImportFileFactory
from tests.metrics.views.conftest import address
from tests.metrics.views.test_imports import HTMX, page_of, text_of, upload

GEAR, MONITORING = "…_gear.json", "UploadedFiles_….zip"


@pytest.fixture
def batch(athlete):
    return ImportBatchFactory(athlete=athlete)


def report(**changes: object) -> dict[str, object]:
    found = ExportReport(
        recordings=1_210,
        summaries=34,
        new=1_200,
        merged=4,
        days=Counter({"daily": 2_900, "sleep": 2_500, "hrv": 700, "weight": 12}),
        estimates=Counter({"training_readiness": 690, "race_5k_s": 1_000}),
        skipped=Counter(
            {
                Reason(MONITORING, "FILE_NOT_ACTIVITY", "Files of the watch that are no activities."): 15_000,
                Reason(MONITORING, "FILE_CORRUPT", "Damaged. Copy it again."): 2,
            }
        ),
        left=Counter({GEAR: 1}),
    )
    for name, value in changes.items():
        setattr(found, name, value)
    return found.as_json()


def export(batch, state="unpacked", done=16_300, total=16_300, **changes):
    return ImportFileFactory(
        batch=batch,
        name="export.zip",
        state=state,
        members_done=done,
        members_total=total,
        report=report(**changes),
    )


def finish(batch):
    ImportBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now())


def test_the_page_offers_the_export_as_it_is(client):
    text = text_of(client.get(address("imports")))

    assert "Drop the zip from “Export your data” as it is" in text
    assert "A report says what was read" in text


def test_while_an_export_is_read_the_page_counts_guesses_and_asks_again(client, batch):
    export(batch, state="reading", done=4_000, total=16_000, seconds=120.0)

    response = page_of(client, batch, **HTMX)

    page, text = response.content.decode(), text_of(response)
    assert response.status_code == 200
    assert "Reading your Garmin export" in text
    assert "4,000 of about 16,000 done about 6 min left" in text
    assert 'hx-trigger="every 2s"' in page
    assert '<progress class="progress" max="16000" value="4000"' in re.sub(r"\s+", " ", page)
    assert "Found so far" in text
    assert "Activities with their recording 1,210" in text
    assert "Left out" not in text


def test_before_its_first_file_is_read_nothing_is_guessed(client, batch):
    ImportFileFactory(batch=batch, name="export.zip", state="reading")

    text = text_of(page_of(client, batch))

    assert "Reading your Garmin export" in text
    assert "just started" in text


def test_the_report_says_what_was_read_what_was_not_and_why(client, batch):
    export(batch)
    finish(batch)

    response = page_of(client, batch, **HTMX)

    text = text_of(response)
    assert response.status_code == 286
    assert "1,204 activities imported." in text
    assert "2 parts could not be read." in text
    assert "What was in the export" in text
    for line in (
        "Activities with their recording 1,210",
        "Activities as a summary only 34",
        "Days with steps, heart rate, stress and Body Battery 2,900",
        "Nights of sleep 2,500",
        "Nights with heart rate variability 700",
        "Weighings 12",
        "Training readiness (estimates) 690",
        "5 km prediction (estimates) 1,000",
        "2 in UploadedFiles_….zip Damaged. Copy it again. FILE_CORRUPT",
        "15,000 in UploadedFiles_….zip Files of the watch that are no activities.",
        "…_gear.json (1).",
    ):
        assert line in text
    assert "more went well" not in text


def test_an_export_of_days_alone_is_not_called_empty(client, batch):
    export(batch, recordings=0, summaries=0, new=0, merged=0, skipped=Counter())
    finish(batch)

    text = text_of(page_of(client, batch))

    assert "Your days and nights are in." in text
    assert "There was no activity in it." not in text


def test_an_export_that_was_given_up_says_so_and_what_was_kept(client, batch):
    failed = export(batch, state="failed", done=4_000, total=16_000)
    failed.code, failed.message = "FILE_QUARANTINED", "Reading this export failed three times."
    failed.save()
    finish(batch)

    text = text_of(page_of(client, batch))

    assert "export.zip Reading this export failed three times." in text
    assert "Nights of sleep 2,500" in text


def test_recent_imports_count_what_an_export_held(client, batch):
    export(batch)
    finish(batch)

    assert "1 file 1,204 imported 40 already here" in text_of(client.get(address("imports")))


def test_a_running_export_is_listed_as_running(client, batch):
    export(batch, state="reading", done=1, total=10)

    assert "running" in text_of(client.get(address("imports")))


def test_a_coach_sees_counts_of_those_data_only_that_are_shared(client_of, athlete, batch):
    export(batch)
    finish(batch)
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read", "sleep": "read"}).coach)

    text = text_of(coach.get(address("import-batch", athlete, uid=batch.uid)))

    assert "Activities with their recording 1,210" in text
    assert "Nights of sleep 2,500" in text
    for hidden in ("Nights with heart rate variability", "Weighings", "Training readiness"):
        assert hidden not in text


def test_a_coach_who_may_only_read_cannot_send_an_export(client_of, athlete):
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)

    assert coach.post(address("imports", athlete)).status_code == 404
    assert ImportBatch.objects.count() == 0


def test_a_stranger_finds_no_report(client):
    other = ImportBatchFactory()
    export(other)

    assert page_of(client, other).status_code == 404


def test_pages_ask_no_more_the_longer_a_report_is(client, batch, django_assert_max_num_queries):
    export(batch)
    export(batch)
    finish(batch)

    with django_assert_max_num_queries(8):
        page_of(client, batch)
    with django_assert_max_num_queries(8):
        client.get(address("imports"))


def test_an_export_that_is_sent_waits_to_be_read(client, athlete):
    upload(client, ("export.zip", b"PK"))

    assert list(ImportBatch.objects.get(athlete=athlete).files.values_list("state", flat=True)) == ["waiting"]
