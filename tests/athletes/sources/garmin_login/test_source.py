"""Days and activities by the Garmin login, from the real library and a server that knows the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminRateLimitError,
)
from athletes.sources.base import RawAnswerRecord
from athletes.sources.garmin_login.mapping import map_login_answer
from athletes.sources.garmin_login.source import GarminLoginSource
from athletes.sources.records import (
    ChannelState,
    DailyChannel,
    EstimateKind,
    ListedActivity,
    RecordedActivity,
    RecordedDay,
    RecordedEstimate,
    Sport,
)
from tests.athletes.sources.garmin_login.conftest import TODAY
from tests.doubles.garmin.fixtures import GarminDouble

DAY = timedelta(days=1)
OF_A_DAY = [
    each.name
    for each in fields(RecordedDay)
    if each.name not in ("date", "nap_s", "channels", "warnings", "source", "ai_allowed")
]
ESTIMATES = {
    EstimateKind.TRAINING_READINESS: "training_readiness",
    EstimateKind.ACUTE_LOAD: "acute_load",
    EstimateKind.CHRONIC_LOAD: "chronic_load",
    EstimateKind.VO2MAX_RUNNING: "vo2max_running",
    EstimateKind.VO2MAX_CYCLING: "vo2max_cycling",
    EstimateKind.RACE_5K: "race_5k_s",
    EstimateKind.RACE_10K: "race_10k_s",
    EstimateKind.RACE_HALF: "race_half_s",
    EstimateKind.RACE_MARATHON: "race_marathon_s",
}


def days_of(records: Iterator[Any]) -> dict[date, RecordedDay]:
    return {each.date: each for each in records if isinstance(each, RecordedDay)}


def estimates_of(records: Iterator[Any]) -> dict[tuple[date, EstimateKind], RecordedEstimate]:
    return {(each.date, each.kind): each for each in records if isinstance(each, RecordedEstimate)}


def test_a_window_of_days_is_what_the_account_holds(source: GarminLoginSource, service: GarminDouble) -> None:
    since = TODAY - 27 * DAY

    found = days_of(source.days(since, TODAY + DAY, detailed=False))

    assert list(found) == [TODAY - n * DAY for n in range(28)]
    for when, day in found.items():
        truth = service.person.truth(when)
        assert {name: getattr(day, name) for name in OF_A_DAY} == {
            name: getattr(truth, name) for name in OF_A_DAY
        }, when
    assert {each.source for each in found.values()} == {"garmin_login"}
    assert not any(each.warnings for each in found.values())


def test_a_window_has_the_estimates_of_its_days(source: GarminLoginSource, service: GarminDouble) -> None:
    since = TODAY - 27 * DAY

    found = estimates_of(source.days(since, TODAY + DAY, detailed=False))

    for when in (TODAY - n * DAY for n in range(28)):
        truth = service.person.truth(when)
        for kind, name in ESTIMATES.items():
            said = found.get((when, kind))
            assert (said.value if said else None) == getattr(truth, name), (when, kind)
    words = {
        service.person.truth(day).training_status: each.text
        for (day, kind), each in found.items()
        if kind is EstimateKind.TRAINING_STATUS
    }
    assert words
    assert all(word == status.capitalize() for status, word in words.items() if status)
    assert found[TODAY, EstimateKind.THRESHOLD_PACE].value == pytest.approx(250)
    assert {found[key].value for key in found if key[1] is EstimateKind.FTP} <= set(range(250, 260))


def test_a_window_is_thirteen_requests(source: GarminLoginSource, service: GarminDouble) -> None:
    list(source.days(TODAY - 27 * DAY, TODAY + DAY, detailed=False))

    assert len(service.connect.traffic.calls) == 13


def test_a_detailed_day_has_its_naps(source: GarminLoginSource, service: GarminDouble) -> None:
    service.person.change_day(TODAY, nap_s=1_200)

    found = days_of(source.days(TODAY, TODAY + DAY, detailed=True))

    assert found[TODAY].nap_s == 1_200
    assert found[TODAY].channels[DailyChannel.SLEEP] is ChannelState.PRESENT


def test_what_the_ranges_lack_is_asked_day_by_day(source: GarminLoginSource, service: GarminDouble) -> None:
    for path in (
        "/stats/sleep/",
        "/hrv/daily/",
        "/dailysummaries",
        "/trainingreadiness/.*/",
        "/trainingstatus/weekly",
    ):
        service.connect.script.add(path, status=404, times=None)
    since = TODAY - 3 * DAY

    records = list(source.days(since, TODAY + DAY, detailed=True))

    found, estimates = days_of(iter(records)), estimates_of(iter(records))
    names = ["sleep_s", "hrv_rmssd_ms", "stress", "body_battery_high", "respiration_rpm", "steps", "spo2_pct"]
    for when in (since, since + DAY, since + 2 * DAY):
        truth = service.person.truth(when)
        assert {name: getattr(found[when], name) for name in names} == {
            name: getattr(truth, name) for name in names
        }, when
        if truth.training_readiness is not None:
            assert estimates[when, EstimateKind.TRAINING_READINESS].value == truth.training_readiness
    assert any(kind is EstimateKind.TRAINING_STATUS for _, kind in estimates)


def test_a_channel_that_the_account_does_not_have_costs_two_more_requests(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    for n in range(28):
        service.person.change_day(TODAY - n * DAY, spo2_pct=None, spo2_low_pct=None)

    found = days_of(source.days(TODAY - 27 * DAY, TODAY + DAY, detailed=True))

    assert len(service.connect.traffic.seen("/daily/spo2/")) == 2
    assert found[TODAY - DAY].channels[DailyChannel.SPO2] is ChannelState.MISSING


def test_a_day_without_anything_is_a_day_of_missing_channels(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    before = service.person.first_day - 100 * DAY

    found = days_of(source.days(before, before + 2 * DAY, detailed=False))

    assert set(found[before].channels.values()) == {ChannelState.MISSING}
    assert found[before].steps is None


def test_days_to_come_are_not_asked_for(source: GarminLoginSource, service: GarminDouble) -> None:
    found = days_of(source.days(TODAY + DAY, TODAY + 3 * DAY, detailed=True))

    assert [day.channels for day in found.values()] == [{}, {}]
    assert service.connect.traffic.calls == []


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 200, "body": "<html>"}, {"status": 403, "body": {}}, {"status": 400}],
)
def test_an_endpoint_that_fails_costs_its_channel_and_leaves_a_warning(
    source: GarminLoginSource, service: GarminDouble, fault: dict[str, Any]
) -> None:
    service.connect.script.add("/hrv/daily/", times=None, **fault)

    found = days_of(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=False))

    assert all(DailyChannel.HRV not in day.channels for day in found.values())
    assert all(day.hrv_rmssd_ms is None for day in found.values())
    assert found[TODAY - DAY].sleep_s == service.person.truth(TODAY - DAY).sleep_s
    assert [each.endpoint for each in found[TODAY].warnings] == ["hrv_range"]


def test_an_endpoint_that_failed_once_is_asked_again_after_the_others(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    service.connect.script.add("/hrv/daily/", status=503)

    found = days_of(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=False))

    assert found[TODAY - DAY].hrv_rmssd_ms == service.person.truth(TODAY - DAY).hrv_rmssd_ms
    assert [call.path.split("/")[1] for call in service.connect.traffic.calls][-1] == "hrv-service"


def test_an_outage_stops_and_is_no_window_of_empty_days(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    service.connect.script.add(".", status=503, times=None)

    with pytest.raises(GarminConnectionError):
        list(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=False))

    assert len(service.connect.traffic.calls) == 3


@pytest.mark.parametrize(("status", "error"), [(429, GarminRateLimitError), (401, GarminAuthenticationError)])
def test_a_rate_and_refused_tokens_stop(
    source: GarminLoginSource, service: GarminDouble, status: int, error: type[GarminAPIError]
) -> None:
    service.connect.script.add("/hrv/daily/", status=status, times=None)

    with pytest.raises(error):
        list(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=False))

    assert len(service.connect.traffic.seen("-service/")) <= 6


def test_without_its_name_the_account_is_asked_for_it_once(
    open_source: Callable[..., GarminLoginSource], service: GarminDouble
) -> None:
    source = open_source(tokens={"v": 1, **service.tokens(), "display_name": None})

    found = estimates_of(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=False))

    assert found[TODAY, EstimateKind.RACE_5K].value == service.person.truth(TODAY).race_5k_s
    assert source.secret["display_name"] == service.person.display_name
    assert len(service.connect.traffic.seen("/socialProfile")) == 1


def test_what_is_kept_can_be_read_again_to_the_same(
    source: GarminLoginSource, service: GarminDouble, kept: list[RawAnswerRecord]
) -> None:
    list(source.days(TODAY - 3 * DAY, TODAY + DAY, detailed=True))

    again = [
        parts
        for each in kept
        for parts in map_login_answer(each.endpoint, each.content, start=each.start, end=each.end)
    ]

    assert {each.source for each in kept} == {"garmin_login"}
    assert not [each.warnings for each in again if each.warnings]
    assert sum(len(each.parts) for each in again) > 20


def test_ai_may_be_kept_out_of_every_record(
    open_source: Callable[..., GarminLoginSource], service: GarminDouble
) -> None:
    source = open_source(ai_allowed=False)
    listed = source.listed(0, 1).items[0]

    records = [*source.days(TODAY, TODAY + DAY, detailed=True), source.activity(listed)]

    assert {each.ai_allowed for each in records} == {False}


def test_the_list_comes_in_pages_newest_first(source: GarminLoginSource, service: GarminDouble) -> None:
    outings = [each for each in service.person.outings()]

    first, second = source.listed(0, 5), source.listed(5, 1_000)

    assert [each.external_id for each in first.items] == [str(each.id) for each in outings[:5]]
    assert (first.count, first.is_last) == (5, False)
    assert second.is_last
    assert second.count == len(outings) - 5
    assert source.page_size == 100


def test_the_list_of_some_days_has_only_theirs(source: GarminLoginSource, service: GarminDouble) -> None:
    since, until = TODAY - 10 * DAY, TODAY - 3 * DAY

    found = source.listed(0, 100, since=since, until=until)

    assert found.items
    assert all(since <= each.local_date < until for each in found.items)
    assert "endDate=2026-11-16" in service.connect.traffic.calls[-1].query


def test_a_page_that_is_none_is_an_outage(source: GarminLoginSource, service: GarminDouble) -> None:
    service.connect.script.add("/search/activities", status=200, body={"error": "x"})

    with pytest.raises(GarminConnectionError):
        source.listed(0, 10)


def plain_activity(source: GarminLoginSource, service: GarminDouble) -> ListedActivity:
    strange = {str(service.person.manual.id), str(service.person.triathlon.id)}
    return next(each for each in source.listed(0, 20).items if each.external_id not in strange)


def test_an_activity_comes_with_its_original_file(source: GarminLoginSource, service: GarminDouble) -> None:
    listed = plain_activity(source, service)

    found = source.activity(listed)

    assert found.external_id == listed.external_id
    assert found.source == "garmin_login"
    assert found.name == listed.name
    assert found.sport is listed.sport
    assert found.original is not None
    assert found.original.content[8:12] == b".FIT"
    assert not found.samples.is_empty


def test_a_triathlon_is_one_with_its_legs_which_are_kept_from_ai_as_well(
    open_source: Callable[..., GarminLoginSource], service: GarminDouble
) -> None:
    source = open_source(ai_allowed=False)
    listed = next(each for each in source.listed(0, 100).items if each.sport is Sport.MULTISPORT)

    activity = source.activity(listed)

    assert len(activity.legs) == 3
    assert {(leg.source, leg.ai_allowed) for leg in activity.legs} == {("garmin_login", False)}


def test_an_activity_that_was_typed_in_is_made_of_what_the_list_says(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    wanted = str(service.person.manual.id)
    listed = next(each for each in source.listed(0, 100).items if each.external_id == wanted)

    found = source.activity(listed)

    assert found.original is None
    assert found.samples.is_empty
    assert found.timer_s == listed.duration_s
    assert service.connect.traffic.seen("/download-service/") == []


@pytest.mark.parametrize("answer", [{"status": 404}, {"status": 204}, {"status": 200, "body": b""}])
def test_an_activity_without_a_file_is_made_of_what_the_list_says(
    source: GarminLoginSource, service: GarminDouble, answer: dict[str, Any]
) -> None:
    listed = plain_activity(source, service)
    service.connect.script.add("/download-service/", **answer)

    found = source.activity(listed)

    assert found.original is None
    assert found.external_id == listed.external_id


def test_a_page_instead_of_a_file_is_an_outage_and_no_missing_file(
    source: GarminLoginSource, service: GarminDouble
) -> None:
    listed = plain_activity(source, service)
    service.connect.script.html("/download-service/")

    with pytest.raises(GarminConnectionError):
        source.activity(listed)


def test_an_id_that_is_none_is_not_asked_for(source: GarminLoginSource, service: GarminDouble) -> None:
    assert source._account.quoted_name == service.person.display_name

    with pytest.raises(GarminAPIError):
        source._account.download("1/../../x")

    assert service.connect.traffic.calls == []


def test_everything_in_one_go(source: GarminLoginSource) -> None:
    records = list(source.fetch(TODAY - 2 * DAY, TODAY + DAY))

    kinds = {type(each) for each in records}
    assert kinds == {RecordedDay, RecordedEstimate, RecordedActivity}
    assert all(each.sport in Sport for each in records if isinstance(each, RecordedActivity))
