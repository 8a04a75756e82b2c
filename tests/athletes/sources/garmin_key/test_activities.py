"""The list in pages, and each activity with its original file or from what the list says."""

import io
import zipfile
from datetime import timedelta

import pytest

from athletes.errors import GarminAPIError, GarminConnectionError
from athletes.sources.base import fetch_all
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin_key.source import GarminKeySource, check_key, open_key_source
from athletes.sources.records import RecordedActivity, RecordedDay, Sport
from config.core.errors import DataProcessingError
from tests.athletes.sources.garmin_key.conftest import TODAY

ONE = timedelta(days=1)
DOWNLOAD = "/download-service/"
TCX = b"""<?xml version="1.0"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Running"><Id>2026-03-14T06:00:00Z</Id><Lap StartTime="2026-03-14T06:00:00Z">
<TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>180</DistanceMeters><Track>
<Trackpoint><Time>2026-03-14T06:00:00Z</Time><DistanceMeters>0</DistanceMeters></Trackpoint>
<Trackpoint><Time>2026-03-14T06:01:00Z</Time><DistanceMeters>180</DistanceMeters></Trackpoint>
</Track></Lap></Activity></Activities></TrainingCenterDatabase>"""


def packed(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "."), body)
    return content.getvalue()


def serve(garmin, content):
    garmin.personal.script.add(DOWNLOAD, status=200, body=content)


@pytest.fixture
def newest(source):
    return source.listed(0, 1).items[0]


def test_pages_of_the_list_follow_each_other(garmin, source):
    first, second = source.listed(0, 21), source.listed(20, 21)

    assert (first.count, first.is_last) == (21, False)
    assert first.items[20] == second.items[0]
    assert [each.external_id for each in first.items] == [str(one.id) for one in garmin.person.outings()[:21]]


def test_more_than_the_service_bears_is_never_asked_for(source):
    page = source.listed(0, 1_000)

    assert (page.count, page.is_last) == (45, False)


def test_the_last_page_is_known_by_its_length(garmin, source):
    total = len(garmin.person.outings())

    assert source.listed(total - 5, 20).is_last
    assert source.listed(total, 20).count == 0


def test_a_window_of_the_list_ends_before_its_last_day(source):
    page = source.listed(0, 45, since=TODAY - timedelta(days=7), until=TODAY)

    assert {each.local_date for each in page.items} <= {TODAY - timedelta(days=n) for n in range(1, 8)}
    assert page.items[0].local_date == TODAY - ONE
    assert page.is_last


def test_something_else_than_a_page_is_unreadable(garmin, source):
    garmin.personal.script.add("activitylist-service", status=200, body={"message": "maintenance"})

    with pytest.raises(GarminConnectionError) as raised:
        source.listed(0, 20)
    assert raised.value.code == "GARMIN_ANSWER_UNREADABLE"


def test_an_activity_comes_with_its_original_under_its_number(garmin, source, newest):
    activity = source.activity(newest)
    truth = garmin.person.outings()[0]

    assert (activity.source, activity.external_id) == ("garmin_key", str(truth.id))
    assert (activity.name, activity.start_time) == (truth.name, truth.start)
    assert activity.utc_offset_s == truth.utc_offset_s
    assert activity.samples.time_s.size > 0
    assert activity.original.content == truth.file
    assert activity.original.file_name == f"garmin-{truth.id}.fit"


def test_what_was_typed_in_is_not_downloaded(garmin, source):
    manual = next(one for one in garmin.person.outings() if one.is_manual)
    page = source.listed(0, 45)
    listed = next(each for each in page.items if each.external_id == str(manual.id))
    activity = source.activity(listed)

    assert (activity.name, activity.elapsed_s, activity.original) == (manual.name, manual.seconds, None)
    assert garmin.personal.traffic.seen(DOWNLOAD) == []


def test_a_triathlon_comes_as_one_with_its_legs(garmin, source):
    listed = next(each for each in source.listed(0, 45).items if each.sport is Sport.MULTISPORT)
    activity = source.activity(listed)

    assert [leg.sport for leg in activity.legs] == [Sport.SWIMMING, Sport.CYCLING, Sport.RUNNING]
    assert {leg.source for leg in activity.legs} == {"garmin_key"}


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "body": {}},
        {"status": 200, "body": b""},
        {"status": 200, "body": packed(a__txt=b"none")},
    ],
)
def test_without_a_file_it_is_what_the_list_says(garmin, source, newest, fault):
    garmin.personal.script.add(DOWNLOAD, **fault)
    activity = source.activity(newest)

    expected = activity_of(newest, source="garmin_key")
    assert (activity.elapsed_s, activity.distance_m) == (expected.elapsed_s, expected.distance_m)
    assert (activity.original, activity.external_id) == (None, newest.external_id)
    assert activity.samples.is_empty


def test_a_tcx_in_the_zip_is_read_as_one(garmin, source, newest):
    serve(garmin, packed(activity__tcx=TCX))
    activity = source.activity(newest)

    assert activity.original.file_name.endswith(".tcx")
    assert activity.sport is Sport.RUNNING


def test_of_two_files_the_fit_is_taken(garmin, source, newest):
    serve(garmin, packed(a__tcx=TCX, b__fit=garmin.person.outings()[0].file))

    assert source.activity(newest).original.file_name.endswith(".fit")


@pytest.mark.parametrize(
    ("content", "code", "retryable"),
    [
        (packed(a__fit=bytes(range(256)) * 50)[:300], "GARMIN_FILE_UNREADABLE", True),
        (packed(a__fit=bytes(40_000_000)), "GARMIN_FILE_REFUSED", False),
    ],
)
def test_a_damaged_or_hostile_zip_has_a_code_of_its_own(garmin, source, newest, content, code, retryable):
    serve(garmin, content)

    with pytest.raises(GarminAPIError) as raised:
        source.activity(newest)
    assert (raised.value.code, raised.value.retryable) == (code, retryable)


def test_a_page_instead_of_a_zip_is_no_missing_file(garmin, source, newest):
    garmin.personal.script.html(DOWNLOAD)

    with pytest.raises(GarminAPIError) as raised:
        source.activity(newest)
    assert raised.value.code == "GARMIN_FILE_UNREADABLE"


def test_a_file_that_is_withheld_is_not_taken_for_missing(garmin, source, newest):
    garmin.personal.script.add(DOWNLOAD, status=403, body={}, times=None)

    with pytest.raises(GarminAPIError) as raised:
        source.activity(newest)
    assert raised.value.code == "GARMIN_FORBIDDEN"


def test_what_the_parser_says_is_passed_on(client, kept, newest):
    def refuse(content, name):
        raise DataProcessingError("This file is damaged.", code="FILE_CORRUPT")

    source = GarminKeySource(client, parse=refuse, keep=kept.append, today=TODAY)
    with pytest.raises(DataProcessingError):
        source.activity(newest)


def test_a_download_that_is_lost_under_way_is_repeated(garmin, source, newest):
    garmin.personal.script.add(DOWNLOAD, kind="cut", times=1)

    assert source.activity(newest).original is not None


def test_all_of_it_at_once(source):
    found = list(fetch_all(source, TODAY - timedelta(days=13), TODAY + ONE))

    assert len([each for each in found if isinstance(each, RecordedDay)]) == 14
    assert len([each for each in found if isinstance(each, RecordedActivity)]) >= 10


def test_a_key_says_whose_it_is(garmin, line):
    profile = check_key(f" {garmin.key} ", line, garmin.personal.url)

    assert (profile.account, profile.time_zone) == (garmin.person.display_name, "Europe/Berlin")
    assert profile.secret["key"] == garmin.key
    assert profile.secret["expires_at"] > 0
    assert garmin.key not in repr(profile)


@pytest.mark.parametrize(
    "answer", [{"status": 404, "body": {}}, {"status": 204}, {"status": 200, "body": []}]
)
def test_a_key_without_a_profile_is_a_good_key(garmin, line, answer):
    garmin.personal.script.add("userprofile", **answer)
    profile = check_key(garmin.key, line, garmin.personal.url)

    assert (profile.account, profile.time_zone) == ("", None)


def test_a_zone_that_does_not_exist_is_none(garmin, line):
    garmin.personal.script.change("userprofile", lambda body: body | {"timeZone": "Mars/Olympus"})

    assert check_key(garmin.key, line, garmin.personal.url).time_zone is None


def test_the_secret_after_use_holds_the_bearer_of_now(garmin, line, kept):
    source = open_key_source(
        key=garmin.key,
        bearer=None,
        line=line,
        parse=lambda content, name: None,
        keep=kept.append,
        today=TODAY,
        base_url=garmin.personal.url,
        ai_allowed=False,
    )
    assert source.secret == {"key": garmin.key, "bearer": None, "expires_at": None}

    source.listed(0, 1)
    source.close()
    assert source.secret["bearer"] in garmin.personal.accounts[garmin.key].bearers
