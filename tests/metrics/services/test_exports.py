from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from athletes.models import Athlete
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin_export.activities import listed_row
from athletes.sources.records import RecordedActivity
from config.core.celery import run_inline, sending_with
from config.core.models import Job, JobState
from metrics.models import Activity, Day, Estimate, ImportBatch, ImportFile, Origin
from metrics.selectors.exports import ExportReport
from metrics.services import export_storing, exports
from metrics.services.bulk import import_paths
from metrics.services.imports import create_batch, process_file
from metrics.services.ingest import Outcome, store_activity
from metrics.services.parsing import parse
from metrics.services.retrying import read_again
from metrics.services.sweeping import sweep
from notifications.models import Message
from tests.doubles.files.fit_files import other_kind, ride
from tests.doubles.garmin_export import (
    EMAIL,
    FIRST_DAY,
    FIRST_START,
    Export,
    acute_load,
    health_status,
    max_met,
    race_predictions,
    readiness,
    rides,
    sleep,
    uds,
    weighing,
    zipped,
)
from tests.factories.athletes import AthleteFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.either]


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="UTC", hr_max_bpm=190, hr_rest_bpm=50)


def history(*, days: int = 3, with_file: int = 3, without_file: int = 2) -> Export:
    """Days with everything, rides with and without a file, and files of the watch that are none."""
    dates = [FIRST_DAY + timedelta(days=n) for n in range(days)]
    pairs = rides(with_file + without_file)
    return Export(
        activities=[row for row, _ in pairs],
        fit_files=[*(fit for _, fit in pairs[:with_file]), other_kind("monitoring_b"), b"something else"],
        days=[uds(day) for day in dates] + [{}],
        nights=[sleep(day) for day in dates] + [{"retro": False}],
        statuses=[health_status(day) for day in dates[:2]],
        weighings=[weighing(FIRST_DAY)],
        metrics={
            "TrainingReadinessDTO": [readiness(day, 63) for day in dates],
            "MetricsAcuteTrainingLoad": [acute_load(FIRST_DAY)],
            "MetricsMaxMetData": [max_met(FIRST_DAY)],
            "RunRacePredictions": [race_predictions(FIRST_DAY)],
        },
        more={f"DI_CONNECT/{EMAIL}_gear.json": b"[]", "DI_CONNECT/x.pdf": b"%PDF"},
    )


def upload(athlete: Athlete, content: bytes, name: str = "export.zip") -> ImportBatch:
    with run_inline() as failures:
        batch = create_batch(athlete=athlete, uploads=[ContentFile(content, name=name)])
    assert failures == []
    batch.refresh_from_db()
    return batch


def report_of(batch: ImportBatch) -> ExportReport:
    return ExportReport.of_json(batch.files.get().report)


def stored(athlete: Athlete) -> dict[str, object]:
    """Everything of the athlete that an export leaves behind, without what differs from run to run."""
    activities = Activity.objects.filter(athlete=athlete, parent=None).order_by("start_time", "pk")
    return {
        "activities": list(
            activities.values_list("start_time", "sport", "name", "distance_m", "elapsed_s", "merged_into")
        ),
        "origins": sorted(
            Origin.objects.filter(athlete=athlete).values_list("source", "external_id", "sha256")
        ),
        "days": list(
            Day.objects.filter(athlete=athlete)
            .order_by("date")
            .values_list("date", "steps", "sleep_s", "hrv_rmssd_ms", "weight_kg", "source")
        ),
        "estimates": list(
            Estimate.objects.filter(athlete=athlete)
            .order_by("date", "kind")
            .values_list("date", "kind", "value", "text")
        ),
    }


def test_an_export_is_read_into_activities_days_and_estimates(athlete):
    batch = upload(athlete, history().content())

    row = batch.files.get()
    assert (row.state, row.file.name, row.members_done) == ("unpacked", "", row.members_total)
    assert batch.finished_at is not None
    report = report_of(batch)
    assert (report.new, report.merged, report.known) == (5, 0, 0)
    assert (report.recordings, report.summaries) == (3, 2)
    assert report.days == {"daily": 3, "sleep": 3, "hrv": 2, "weight": 1}
    assert report.estimates == {
        "training_readiness": 3,
        "acute_load": 1,
        "chronic_load": 1,
        "vo2max_running": 1,
        "race_5k_s": 1,
        "race_10k_s": 1,
        "race_half_s": 1,
        "race_marathon_s": 1,
    }
    day = Day.objects.get(athlete=athlete, date=FIRST_DAY)
    assert (day.steps, day.sleep_s, day.hrv_rmssd_ms, day.weight_kg) == (10_234, 27_000, 62, 71.4)
    assert (day.source, day.stress, day.resting_hr_bpm) == ("garmin_export", 27, 48)
    assert Activity.objects.for_athlete(athlete).shown().count() == 5


def test_the_report_says_what_was_left_out_and_why_and_names_nobody(athlete, caplog):
    batch = upload(athlete, history().content(), name="export.zip")

    report = report_of(batch)
    assert {(reason.pattern, reason.code): count for reason, count in report.skipped.items()} == {
        ("UDSFile_….json", "EXPORT_ROW_EMPTY"): 1,
        ("…_sleepData.json", "EXPORT_ROW_EMPTY"): 1,
        ("UploadedFiles_….zip", "FILE_NOT_ACTIVITY"): 1,
        ("UploadedFiles_….zip", "FILE_TYPE_UNKNOWN"): 1,
        ("…_summarizedActivities.json", "EXPORT_HAS_RECORDING"): 3,
    }
    assert report.left == {"…_gear.json": 1, "other .pdf files": 1}
    assert report.faults == []
    kept = [str(batch.files.get().report), caplog.text, *Origin.objects.values_list("file_name", flat=True)]
    assert not [text for text in kept if EMAIL in text]


def test_the_athlete_is_told_once_with_the_counts(athlete):
    upload(athlete, history().content())
    sweep()

    message = Message.objects.get(kind="import_finished")
    assert message.context == {"imported": 5, "duplicates": 0, "failed": 0}


def test_the_same_export_again_changes_nothing(athlete):
    content = history().content()
    upload(athlete, content)
    before = stored(athlete)

    report = report_of(upload(athlete, content))

    assert stored(athlete) == before
    assert (report.new, report.merged, report.known) == (0, 0, 5)


def stopping_after(steps: int) -> Callable[..., Iterator[object]]:
    """`GarminExportSource.steps` of a worker that goes away after so many steps."""
    whole = exports.GarminExportSource.steps

    def until_the_end(self: exports.GarminExportSource, *given: object) -> Iterator[object]:
        for number, step in enumerate(whole(self, *given)):  # type: ignore[arg-type]
            if number == steps:
                raise OSError("the machine went away")
            yield step

    return until_the_end


@pytest.mark.parametrize("save_every_s", [0.0, 1_000.0])
def test_an_interruption_behind_any_step_leads_to_the_same_end(athlete, monkeypatch, save_every_s):
    content = history(days=1, with_file=2, without_file=1).content()
    upload(athlete, content)
    wanted = stored(athlete)
    monkeypatch.setattr(exports, "SAVE_EVERY_S", save_every_s)
    count = len(list(exports.GarminExportSource(write(content), parse=parse).steps()))
    assert count == 29

    for steps in range(0, count, 4):
        other = AthleteFactory(time_zone="UTC", hr_max_bpm=190, hr_rest_bpm=50)
        with sending_with(lambda *_: None):
            batch = create_batch(athlete=other, uploads=[ContentFile(content, name="export.zip")])
            row = batch.files.get()
            process_file(import_file_id=row.pk)
            with monkeypatch.context() as patched:
                patched.setattr(exports.GarminExportSource, "steps", stopping_after(steps))
                with pytest.raises(OSError, match="went away"):
                    exports.read_export(import_file_id=row.pk)
            assert ImportFile.objects.get(pk=row.pk).state == "reading"
            Job.objects.filter(subject=row.uid).update(next_attempt_at=None)
            exports.read_export(import_file_id=row.pk)

        assert stored(other) == wanted
        report = report_of(batch)
        assert (report.new, report.known) == (3, 0)
        assert report.days == {"daily": 1, "sleep": 1, "hrv": 1, "weight": 1}
        assert batch.files.get().state == "unpacked"


def write(content: bytes) -> Path:
    return Path(default_storage.path(default_storage.save("test/export.zip", ContentFile(content))))


def test_a_slice_ends_in_time_and_the_next_one_goes_on_by_itself(athlete, monkeypatch):
    monkeypatch.setattr(exports, "SLICE_S", 0.0)

    batch = upload(athlete, history().content())

    assert batch.files.get().state == "unpacked"
    job = Job.objects.get(kind="read_export")
    assert job.state == JobState.DONE
    assert job.claims > 30
    assert report_of(batch).new == 5


def test_two_workers_do_not_read_one_export(athlete):
    with sending_with(lambda *_: None):
        batch = create_batch(athlete=athlete, uploads=[ContentFile(history().content(), name="export.zip")])
        row = batch.files.get()
        process_file(import_file_id=row.pk)
    job = exports.jobs.claim("read_export", row.uid, exports.LEASE)

    exports.read_export(import_file_id=row.pk)

    assert job is not None
    assert ImportFile.objects.get(pk=row.pk).members_done == 0


def test_a_lost_message_is_found_by_the_sweep(athlete):
    with sending_with(lambda *_: None):
        batch = create_batch(athlete=athlete, uploads=[ContentFile(history().content(), name="export.zip")])
        process_file(import_file_id=batch.files.get().pk)
    long_ago = batch.created_at - timedelta(minutes=5)
    ImportFile.objects.update(updated_at=long_ago)

    with run_inline():
        sweep()

    assert batch.files.get().state == "unpacked"


def test_an_export_that_kills_its_workers_is_given_up_and_can_be_read_again(athlete):
    with sending_with(lambda *_: None):
        batch = create_batch(athlete=athlete, uploads=[ContentFile(history().content(), name="export.zip")])
        row = batch.files.get()
        process_file(import_file_id=row.pk)
        Job.objects.create(kind="read_export", subject=row.uid, state=JobState.QUARANTINED, attempts=3)
        exports.read_export(import_file_id=row.pk)

    row.refresh_from_db()
    batch.refresh_from_db()
    assert (row.state, row.code) == ("failed", "FILE_QUARANTINED")
    assert batch.finished_at is not None

    with run_inline():
        assert read_again(file=row)

    assert batch.files.get().state == "unpacked"
    assert report_of(batch).new == 5


def test_a_record_that_cannot_be_stored_costs_itself(athlete, monkeypatch):
    def refusing(**given: object) -> None:
        raise ValueError("cannot be")

    monkeypatch.setattr(export_storing, "store_estimate", refusing)

    report = report_of(upload(athlete, history().content()))

    assert report.new == 5
    assert sum(line.count for line in report.faults) == 10
    assert {line.reason.code for line in report.faults} == {"EXPORT_RECORD_REFUSED"}


def test_a_damaged_recording_is_a_fault_with_its_reason_and_its_row_stays_a_summary(athlete):
    row, fit = rides(1)[0]

    report = report_of(upload(athlete, Export(activities=[row], fit_files=[fit[:40]]).content()))

    assert [(line.reason.pattern, line.count) for line in report.faults] == [("UploadedFiles_….zip", 1)]
    assert (report.recordings, report.summaries, report.new) == (0, 1, 1)


def test_a_file_that_was_imported_before_is_known_and_its_row_adds_nothing(athlete):
    row, fit = rides(1)[0]
    store_activity(athlete=athlete, recorded=parse(fit, "mine.fit"))

    report = report_of(upload(athlete, Export(activities=[row], fit_files=[fit]).content()))

    assert (report.new, report.merged, report.known) == (0, 0, 1)
    assert Origin.objects.filter(athlete=athlete).count() == 1


def test_another_recording_of_the_same_ride_is_merged(athlete):
    row, fit = rides(1, seconds=600)[0]
    store_activity(
        athlete=athlete, recorded=parse(ride(600, start=FIRST_START + timedelta(seconds=20)), "mine.fit")
    )

    report = report_of(upload(athlete, Export(activities=[row], fit_files=[fit]).content()))

    assert (report.new, report.merged) == (0, 1)
    assert Activity.objects.for_athlete(athlete).shown().count() == 1


def test_a_deleted_activity_does_not_come_back_as_a_summary(athlete):
    export = Export(activities=[rides(1)[0][0]], fit_files=[rides(1)[0][1]]).content()
    upload(athlete, export)
    activity = Activity.objects.get(athlete=athlete)
    Activity.objects.filter(pk=activity.pk).update(deleted_at=activity.created_at)

    upload(athlete, export)

    assert Activity.objects.for_athlete(athlete).shown().count() == 0


def by_api(fit: bytes | None, way: str = "garmin_key") -> RecordedActivity:
    """The first ride as another way from Garmin yields it."""
    if fit is None:
        listed = listed_row(rides(1)[0][0])
        assert listed is not None
        return activity_of(listed, source=way)
    return replace(parse(fit, "1001.fit"), source=way, external_id="1001")


def test_after_an_export_the_same_activity_by_api_is_one(athlete):
    row, fit = rides(1)[0]
    upload(athlete, Export(activities=[row], fit_files=[fit]).content())
    trimmed = ride(60, start=FIRST_START + timedelta(seconds=2), total_calories=1)

    outcomes = [
        store_activity(athlete=athlete, recorded=by_api(content, way)).outcome
        for way in ("garmin_key", "garmin_login")
        for content in (fit, trimmed, None)
    ]

    assert outcomes == [Outcome.DUPLICATE] * 6
    assert Activity.objects.filter(athlete=athlete).count() == 1


def test_a_recording_by_api_is_taken_where_the_export_had_none(athlete):
    row, fit = rides(1)[0]
    upload(athlete, Export(activities=[row]).content())

    result = store_activity(athlete=athlete, recorded=by_api(fit))

    assert result.outcome is Outcome.MERGED
    assert result.activity.streams.count() > 0
    assert result.activity.name == "Morning ride"
    assert Activity.objects.for_athlete(athlete).shown().count() == 1


def test_an_export_after_the_api_changes_nothing(athlete):
    row, fit = rides(1)[0]
    store_activity(athlete=athlete, recorded=by_api(fit))

    report = report_of(upload(athlete, Export(activities=[row], fit_files=[fit]).content()))

    assert (report.new, report.merged, report.known) == (0, 0, 1)
    assert Activity.objects.filter(athlete=athlete).count() == 1


def test_the_command_reads_an_export_from_the_disk(athlete, tmp_path):
    history().write(tmp_path / "export.zip")
    (tmp_path / "other.fit").write_bytes(ride(60, start=FIRST_START + timedelta(days=40)))

    result = import_paths(athlete=athlete, paths=[tmp_path])

    assert (result.imported, result.duplicates, result.failed) == (6, 0, [])
    assert (result.days, result.estimates) == (9, 10)
    assert set(result.as_json()) == {"imported", "duplicates", "failed", "seconds"}
    assert "9 daily values and nights, 10 estimates of the watch" in result.summary()
    again = import_paths(athlete=athlete, paths=[tmp_path])
    assert (again.imported, again.duplicates) == (0, 6)


def test_a_zip_of_recordings_is_no_export(athlete):
    batch = upload(athlete, zipped({"UDS.json": b"[]", "ride.fit": ride(60)}))

    assert sorted(batch.files.values_list("name", "state")) == [
        ("UDS.json", "failed"),
        ("export.zip", "unpacked"),
        ("ride.fit", "imported"),
    ]
