import io
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from athletes.models import Athlete
from athletes.sources.files.limits import MAX_FILE_BYTES
from config.core.celery import run_inline, sending_with
from config.core.models import Job, JobState
from metrics.models import Activity, ImportBatch, ImportFile, LoadSeries
from metrics.selectors.imports import batch_progress
from metrics.services.imports import create_batch, process_file
from metrics.services.sweeping import sweep
from notifications.models import Message
from tests.doubles.files.fit_files import START, other_kind
from tests.doubles.files.fit_files import ride as fit_ride
from tests.doubles.files.xml_files import gpx, gpx_point
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="UTC", hr_max_bpm=190, hr_rest_bpm=50)


def upload(athlete: Athlete, **files: bytes) -> ImportBatch:
    uploads = [ContentFile(content, name=name.replace("_", ".")) for name, content in files.items()]
    with run_inline() as failures:
        batch = create_batch(athlete=athlete, uploads=uploads)
    assert failures == []
    batch.refresh_from_db()
    return batch


def outcomes(batch: ImportBatch) -> dict[str, tuple[str, str]]:
    return {row.name: (row.state, row.code) for row in batch.files.all()}


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"years/{name.replace('_', '.')}", content)
    return buffer.getvalue()


def test_each_file_gets_its_outcome_and_one_bad_file_stops_nothing(athlete):
    batch = upload(
        athlete,
        bad_fit=b"not a fit file",
        course_fit=other_kind("course"),
        empty_fit=b"",
        good_fit=fit_ride(600),
    )

    assert outcomes(batch) == {
        "bad.fit": ("failed", "FILE_TYPE_UNKNOWN"),
        "course.fit": ("failed", "FILE_NOT_ACTIVITY"),
        "empty.fit": ("failed", "FILE_EMPTY"),
        "good.fit": ("imported", ""),
    }
    assert batch.finished_at is not None
    assert Activity.objects.for_athlete(athlete).shown().count() == 1


def test_a_file_far_over_the_limit_is_refused_without_being_read_whole(athlete, tmp_path):
    huge = tmp_path / "huge.fit"
    with huge.open("wb+") as file:
        file.truncate(4 * MAX_FILE_BYTES)
        batch = create_batch(athlete=athlete, uploads=[File(file, name="huge.fit")])

    tracemalloc.start()
    process_file(import_file_id=batch.files.get().pk)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert outcomes(batch) == {"huge.fit": ("failed", "FILE_TOO_LARGE")}
    assert most < 2 * MAX_FILE_BYTES


def test_the_athlete_is_told_once_when_the_batch_is_through(athlete):
    batch = upload(athlete, a_fit=fit_ride(600), b_fit=b"nonsense")
    sweep()

    message = Message.objects.get(kind="import_finished")
    assert message.user == athlete.user
    assert message.context == {"imported": 1, "duplicates": 0, "failed": 1}
    assert str(batch.uid) in message.url


def test_a_zip_unfolds_into_its_files(athlete):
    later = fit_ride(600, start=START + timedelta(days=1))

    batch = upload(athlete, all_zip=zipped(one_fit=fit_ride(600), two_fit=later, notes_txt=b"hello"))

    assert outcomes(batch) == {
        "all.zip": ("unpacked", ""),
        "notes.txt": ("failed", "FILE_TYPE_UNKNOWN"),
        "one.fit": ("imported", ""),
        "two.fit": ("imported", ""),
    }
    progress = batch_progress(batch)
    assert (progress.total, progress.done, progress.imported, progress.failed) == (3, 3, 2, 1)


def test_a_zip_is_never_in_memory_as_a_whole(athlete):
    rides = {f"ride{number}_fit": fit_ride(60) + bytes(2**21) for number in range(8)}
    with sending_with(lambda *_: None):
        batch = create_batch(athlete=athlete, uploads=[ContentFile(zipped(**rides), name="years.zip")])
        archive = batch.files.get()

        tracemalloc.start()
        process_file(import_file_id=archive.pk)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert archive.children.count() == 8
    assert peak < 4 * 2**21


def test_the_loads_are_true_when_the_batch_is_through(athlete):
    upload(
        athlete,
        years_zip=zipped(ride_fit=fit_ride(600), tour_fit=fit_ride(600, start=START - timedelta(days=2))),
    )

    assert LoadSeries.objects.values_list("dirty_from", "days").get() == (None, 3)


def test_the_same_ride_as_fit_and_gpx_is_one_activity(athlete):
    track = gpx("".join(gpx_point(second) for second in range(600)))
    fit = fit_ride(600)

    batch = upload(athlete, a_fit=fit, again_fit=fit, b_gpx=track)

    states = {name: state for name, (state, _) in outcomes(batch).items()}
    assert states["a.fit"] == "imported"
    assert states["again.fit"] == "duplicate"
    shown = Activity.objects.for_athlete(athlete).shown()
    assert shown.count() == (1 if states["b.gpx"] == "merged" else 2)


def test_the_uploads_are_cleared_and_the_originals_kept(athlete):
    batch = upload(athlete, good_fit=fit_ride(600))

    row = batch.files.get()
    assert row.file.name == ""
    origin = row.activity.origins.get()
    with default_storage.open(origin.file.name) as kept:
        assert kept.read() == fit_ride(600)
    assert default_storage.listdir(f"uploads/{athlete.uid}/{batch.uid}")[1] == []


def test_processing_a_file_twice_changes_nothing(athlete):
    batch = upload(athlete, good_fit=fit_ride(600))
    row = batch.files.get()

    process_file(import_file_id=row.pk)

    assert Activity.objects.count() == 1
    assert ImportFile.objects.get().revision == row.revision


def test_a_file_whose_worker_died_three_times_is_set_aside_and_the_batch_ends(athlete):
    batch = upload(athlete, good_fit=fit_ride(600))
    row = batch.files.get()
    Activity.objects.all().delete()
    ImportBatch.objects.update(finished_at=None)
    ImportFile.objects.update(state="waiting")
    Job.objects.filter(subject=row.uid).update(state=JobState.QUARANTINED)

    process_file(import_file_id=row.pk)

    assert outcomes(batch) == {"good.fit": ("failed", "FILE_QUARANTINED")}
    assert ImportBatch.objects.get().finished_at is not None
    assert not Activity.objects.exists()


def test_a_lost_message_is_found_by_the_sweep(athlete, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    batch = create_batch(athlete=athlete, uploads=[ContentFile(fit_ride(600), name="good.fit")])

    time_machine.move_to("2026-11-22T10:05:00Z", tick=False)
    with run_inline() as failures:
        sweep()

    assert failures == []
    assert outcomes(batch) == {"good.fit": ("imported", "")}
