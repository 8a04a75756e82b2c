import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from athletes.models import Athlete
from metrics.models import Activity, Day, LoadSeries, Origin
from metrics.services import demo
from tests.doubles.files.fit_files import other_kind
from tests.doubles.files.fit_files import ride as fit_ride
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.either


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "ride.fit").write_bytes(fit_ride(600))
    (tmp_path / "again.fit").write_bytes(fit_ride(600))
    (tmp_path / "course.fit").write_bytes(other_kind("course"))
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_import_files_answers_with_one_line_and_says_that_some_failed(folder):
    athlete = AthleteFactory()

    code, out, _ = run("import_files", str(folder), "--athlete", athlete.user.email.upper(), "--json")

    answer = json.loads(out)
    assert code == 1
    assert (answer["imported"], answer["duplicates"]) == (1, 1)
    assert [(Path(each["file"]).name, each["code"]) for each in answer["failed"]] == [
        ("course.fit", "FILE_NOT_ACTIVITY")
    ]
    assert out.count("\n") == 1
    assert LoadSeries.objects.get(athlete=athlete).dirty_from is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [["--json"], []])
def test_a_file_name_that_is_no_text_is_shown_as_well_as_it_can_be(tmp_path, options):
    athlete = AthleteFactory()
    (tmp_path / os.fsdecode(b"m\xe4rz.fit")).write_bytes(fit_ride(600))
    (tmp_path / os.fsdecode(b"f\xfcr mich.txt")).write_bytes(b"no recording")

    code, out, _ = run("import_files", str(tmp_path), "--athlete", athlete.user.email, *options)

    assert code == 1
    assert "f\N{REPLACEMENT CHARACTER}r mich.txt" in out
    assert Origin.objects.get().file_name == "m\N{REPLACEMENT CHARACTER}rz.fit"


@pytest.mark.django_db
def test_import_files_for_nobody_is_bad_input(folder):
    code, out, err = run("import_files", str(folder), "--athlete", "nobody@example.org", "--json")

    assert (code, out) == (2, "")
    assert err == "ATHLETE_UNKNOWN: No athlete has the address nobody@example.org.\n"
    assert not Activity.objects.exists()


def test_inspect_activity_prints_the_numbers_with_the_thresholds_it_was_given(folder):
    code, out, _ = run("inspect_activity", str(folder / "again.fit"), "--ftp", "200", "--json")

    answer = json.loads(out)
    assert code == 0
    assert answer["sport"] == "cycling"
    assert answer["load_method"] == "power"
    assert answer["load"] == pytest.approx(answer["timer_s"] / 36 * answer["intensity"] ** 2)
    assert answer["trimp"] is None


@pytest.mark.parametrize(
    ("arguments", "begin"),
    [
        (["course.fit"], "FILE_NOT_ACTIVITY: "),
        (["nothing.fit"], "FILE_UNKNOWN: "),
    ],
)
def test_inspect_activity_refuses_with_one_line(folder, arguments, begin):
    code, out, err = run("inspect_activity", str(folder / arguments[0]), *arguments[1:], "--json")

    assert (code, out) == (2, "")
    assert err.startswith(begin)
    assert err.count("\n") == 1


def test_a_threshold_that_is_no_time_is_refused_with_one_line(folder, capsys):
    code, out, _ = run("inspect_activity", str(folder / "again.fit"), "--css", "nonsense", "--json")

    assert (code, out) == (2, "")
    error = capsys.readouterr().err
    assert error.startswith("ARGUMENTS_INVALID: ")
    assert error.count("\n") == 1


def test_detect_signals_finds_a_spike_in_a_csv(tmp_path):
    rows = [f"2026-{1 + day // 28:02d}-{1 + day % 28:02d},{50 if day != 60 else 200}" for day in range(84)]
    path = tmp_path / "daily.csv"
    path.write_text("date,load\n" + "\n".join(rows) + "\n")

    code, out, _ = run("detect_signals", str(path), "--json")

    kinds = {signal["kind"] for signal in json.loads(out)}
    assert code == 0
    assert "load_spike" in kinds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "CSV_INVALID: The first line must name the columns, `date` among them.\n"),
        ("date,load\n", "CSV_EMPTY: There is no day in this file.\n"),
        ("date,load\n2026-13-01,5\n", "CSV_INVALID: Line 2: a date is written 2027-01-31.\n"),
        ("date,load\n2026-01-01,lots\n", "CSV_INVALID: Line 2: load is not a number.\n"),
    ],
)
def test_detect_signals_names_the_line_that_it_cannot_read(tmp_path, text, message):
    path = tmp_path / "daily.csv"
    path.write_text(text)

    assert run("detect_signals", str(path), "--json") == (2, "", message)


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_the_demo_athlete_is_there_with_twelve_weeks_and_grows_to_eighteen_months(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)

    _, first, _ = run("create_demo_athlete", "--json")
    athlete = Athlete.objects.get(is_demo=True)
    recent = Activity.objects.count()
    _, again, _ = run("create_demo_athlete", "--json")

    assert json.loads(first) == json.loads(again)
    assert athlete.user.check_password(json.loads(first)["password"])
    assert Activity.objects.count() == recent
    assert 50 <= recent <= 84

    demo.extend_demo(athlete_id=athlete.pk)
    assert Activity.objects.count() > recent


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_each_day_appends_to_the_demo_and_rewrites_nothing(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    run("create_demo_athlete", "--json")
    athlete = Athlete.objects.get(is_demo=True)
    before = dict(Activity.objects.values_list("uid", "revision"))

    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    demo._fill(athlete, demo._newest(athlete, athlete.today()), athlete.today(), demo.SEED)

    after = dict(Activity.objects.values_list("uid", "revision"))
    assert {uid: after[uid] for uid in before} == before
    assert Day.objects.order_by("-date").first().date.isoformat() == "2026-11-23"
