"""When messages leave, in forty zones and on both days of the year on which clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.kinds import EMAIL, IN_APP, Urgency
from notifications.timing import Departure, departure, departure_of_waiting, instant_of

ZONES = [
    *("Europe/Paris", "Europe/London", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau", "Europe/Dublin"),
    *("Europe/Istanbul", "Europe/Moscow", "Atlantic/Azores", "Atlantic/Reykjavik", "Africa/Cairo"),
    *("Africa/Casablanca", "Africa/Nairobi", "Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Asia/Singapore", "Asia/Tokyo", "Asia/Pyongyang", "Australia/Sydney"),
    *("Australia/Adelaide", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Auckland", "Pacific/Chatham"),
    *("Pacific/Apia", "Pacific/Kiritimati", "Pacific/Norfolk", "Pacific/Honolulu", "Pacific/Pago_Pago"),
    *("America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago"),
    *("America/Asuncion", "America/Nuuk", "America/Phoenix"),
]
YEAR = 2026


@dataclass
class Hours:
    quiet_from: time | None = time(22)
    quiet_until: time | None = time(7)
    digest_at: time = time(7)
    paused_until: date | None = None


def told_at(
    moment: datetime, urgency: Urgency, zone: str, channel: str = EMAIL, **chosen: object
) -> Departure:
    return departure(urgency, channel, Hours(**chosen), ZoneInfo(zone), moment)


def at(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def days_of_change(zone: str) -> Iterator[date]:
    """The days of the year on which this zone's clocks change, and a day in May for those that have none."""
    start, before = datetime(YEAR, 1, 1, tzinfo=UTC), None
    days = []
    for hour in range(366 * 24):
        local = (start + timedelta(hours=hour)).astimezone(ZoneInfo(zone))
        if before is not None and local.utcoffset() != before.utcoffset():
            days.append(local.date())
        before = local
    return iter(days or [date(YEAR, 5, 5)])


def first_minute(day: date, clock: time, zone: str) -> datetime:
    """Minute by minute: when a clock in that zone first shows the time of that day, or a later one."""
    wanted = datetime.combine(day, clock)
    moment = wanted.replace(tzinfo=UTC) - timedelta(hours=16)
    while moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wanted:
        moment += timedelta(minutes=1)
    return moment


def test_there_are_forty_zones_and_most_change_their_clocks() -> None:
    assert len(set(ZONES)) == 40
    assert len([zone for zone in ZONES if len(list(days_of_change(zone))) == 2]) >= 22


@pytest.mark.parametrize("clock", [time(0), time(2, 30), time(7)])
@pytest.mark.parametrize("zone", ZONES)
def test_letters_and_ends_of_quiet_hours_come_at_their_local_minute(zone: str, clock: time) -> None:
    for changed in days_of_change(zone):
        for day in (changed - timedelta(days=1), changed, changed + timedelta(days=1)):
            due = first_minute(day, clock, zone)
            told = due - timedelta(minutes=90)
            letter = told_at(told, Urgency.LATER, zone, digest_at=clock)
            quiet = told_at(told, Urgency.SOON, zone, quiet_from=time(19, 30), quiet_until=clock)

            assert instant_of(day, clock, ZoneInfo(zone)) == due
            assert (letter.due_at, letter.bundle) == (due, f"daily {day}")
            assert quiet.due_at == due


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("Europe/Paris", (2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("Europe/Paris", (2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", (2026, 3, 8), time(2, 0), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("America/New_York", (2026, 11, 1), time(1, 59), datetime(2026, 11, 1, 5, 59, tzinfo=UTC)),
        ("Australia/Lord_Howe", (2026, 10, 4), time(2, 10), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Africa/Cairo", (2026, 4, 24), time(0, 15), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", (2026, 3, 1), time(7, 0), datetime(2026, 3, 1, 1, 15, tzinfo=UTC)),
        ("Pacific/Chatham", (2026, 6, 1), time(7, 0), datetime(2026, 5, 31, 18, 15, tzinfo=UTC)),
        ("Pacific/Kiritimati", (2026, 6, 1), time(7, 0), datetime(2026, 5, 31, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_time_of_day_is_its_first_instant(
    zone: str, day: tuple[int, int, int], clock: time, utc: datetime
) -> None:
    assert instant_of(date(*day), clock, ZoneInfo(zone)) == utc


def test_a_day_that_a_country_left_out_has_no_letter() -> None:
    told = at("Pacific/Apia", 2011, 12, 29, 12, 0)

    letter = told_at(told, Urgency.LATER, "Pacific/Apia")

    assert (letter.due_at, letter.bundle) == (at("Pacific/Apia", 2011, 12, 31, 7), "daily 2011-12-31")


def test_an_hour_that_comes_twice_is_quiet_once() -> None:
    chosen = {"quiet_from": time(22), "quiet_until": time(2, 30)}
    first, second = (at("Europe/Paris", 2026, 10, 25, 2, 10, fold=fold) for fold in (0, 1))

    assert told_at(first, Urgency.SOON, "Europe/Paris", **chosen).due_at == first + timedelta(minutes=20)
    assert told_at(second, Urgency.SOON, "Europe/Paris", **chosen) == Departure(second)


@pytest.mark.parametrize("channel", [EMAIL, "sms", "webpush", "webhook"])
def test_what_is_urgent_goes_at_once_in_quiet_hours_and_pauses(channel: str) -> None:
    night = at("Europe/Paris", 2026, 3, 1, 3, 0)
    chosen = {"paused_until": date(2027, 1, 1)}

    assert told_at(night, Urgency.NOW, "Europe/Paris", channel, **chosen) == Departure(night)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_in_the_app_everything_is_shown_at_once(urgency: Urgency) -> None:
    night = at("Europe/Paris", 2026, 3, 1, 3, 0)

    assert told_at(night, urgency, "Europe/Paris", IN_APP, paused_until=date(2027, 1, 1)) == Departure(night)


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        ((21, 59), (1, 21, 59)),
        ((22, 0), (2, 7, 0)),
        ((23, 59), (2, 7, 0)),
        ((6, 59), (1, 7, 0)),
        ((7, 0), (1, 7, 0)),
    ],
)
def test_what_is_due_soon_waits_for_the_end_of_quiet_hours(
    clock: tuple[int, int], due: tuple[int, int, int]
) -> None:
    told = at("Europe/Paris", 2026, 3, 1, *clock)

    assert told_at(told, Urgency.SOON, "Europe/Paris").due_at == at("Europe/Paris", 2026, 3, *due)


def test_the_reason_names_the_local_hour() -> None:
    night = at("Asia/Kathmandu", 2026, 3, 1, 3, 0)

    assert told_at(night, Urgency.SOON, "Asia/Kathmandu").reason == (
        "Waits for the end of your quiet hours at 07:00."
    )
    assert told_at(night, Urgency.LATER, "Asia/Kathmandu").reason == "Goes into the daily letter at 07:00."


def test_without_quiet_hours_nothing_waits() -> None:
    night = at("Europe/Paris", 2026, 3, 1, 3, 0)

    for none in ({"quiet_from": None, "quiet_until": None}, {"quiet_from": time(7), "quiet_until": time(7)}):
        assert told_at(night, Urgency.SOON, "Europe/Paris", **none) == Departure(night)


def test_what_can_wait_goes_into_a_letter_on_mail_only() -> None:
    noon = at("Europe/Paris", 2026, 3, 1, 12, 0)

    assert told_at(noon, Urgency.LATER, "Europe/Paris").bundle == "daily 2026-03-02"
    assert told_at(noon, Urgency.LATER, "Europe/Paris", "webpush") == Departure(noon)


def test_what_is_told_at_the_hour_of_the_letter_waits_for_the_next() -> None:
    hour = at("Europe/Paris", 2026, 3, 1, 7, 0)

    assert told_at(hour, Urgency.LATER, "Europe/Paris").bundle == "daily 2026-03-02"
    assert told_at(hour - timedelta(seconds=1), Urgency.LATER, "Europe/Paris").bundle == "daily 2026-03-01"


def test_a_pause_ends_on_its_day_in_the_zone_of_the_person() -> None:
    told = at("Pacific/Auckland", 2026, 3, 9, 23, 0)
    chosen = {"paused_until": date(2026, 3, 10), "quiet_from": None, "quiet_until": None}

    paused = told_at(told, Urgency.SOON, "Pacific/Auckland", **chosen)
    assert (paused.is_skipped, paused.reason) == (True, "You had paused all messages until 10 Mar 2026.")
    over = told + timedelta(hours=1)
    assert told_at(over, Urgency.SOON, "Pacific/Auckland", **chosen) == Departure(over)


def test_a_letter_that_is_late_waits_for_the_morning_unless_its_own_hour_is_a_quiet_one() -> None:
    zone, night = ZoneInfo("Europe/Paris"), at("Europe/Paris", 2026, 3, 1, 23, 0)

    def waiting(hours: Hours) -> Departure:
        return departure_of_waiting(Urgency.LATER, EMAIL, hours, zone, night, bundle="daily 2026-03-01")

    assert waiting(Hours()).due_at == at("Europe/Paris", 2026, 3, 2, 7, 0)
    assert waiting(Hours(digest_at=time(23))) == Departure(night, bundle="daily 2026-03-01")


@pytest.mark.parametrize(
    ("channel", "digest_at", "hour"),
    [(EMAIL, time(6), 6), (EMAIL, time(8), 7), ("webpush", time(6), 7)],
)
def test_a_letter_by_itself_comes_at_the_hour_that_was_named_even_in_quiet_hours(
    channel: str, digest_at: time, hour: int
) -> None:
    zone, told = ZoneInfo("Europe/Paris"), at("Europe/Paris", 2026, 3, 2, 6, 0)
    hours = Hours(digest_at=digest_at)

    leaves = departure(Urgency.SOON, channel, hours, zone, told, is_letter=True)
    waiting = departure_of_waiting(Urgency.SOON, channel, hours, zone, told, is_letter=True)

    assert leaves.due_at == waiting.due_at == at("Europe/Paris", 2026, 3, 2, hour, 0)


def test_a_pause_holds_letters_as_well() -> None:
    zone, told = ZoneInfo("Europe/Paris"), at("Europe/Paris", 2026, 3, 2, 6, 0)
    hours = Hours(digest_at=time(6), paused_until=date(2026, 3, 9))

    assert departure(Urgency.SOON, EMAIL, hours, zone, told, is_letter=True).is_skipped
