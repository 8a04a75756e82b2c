"""Where cycles begin and how long they were."""

from datetime import date, timedelta

from metrics.science.cycle import CycleLengths, cycle_day, cycle_lengths, cycle_starts

FIRST = date(2026, 1, 5)


def after(*days: int) -> list[date]:
    return [FIRST + timedelta(days=day) for day in days]


def test_a_cycle_begins_with_the_first_day_of_a_bleeding() -> None:
    assert cycle_starts(after(0, 1, 2, 28, 29)) == after(0, 28)


def test_the_order_of_the_days_and_their_repetition_do_not_matter() -> None:
    assert cycle_starts(after(29, 0, 28, 2, 1, 0)) == after(0, 28)


def test_a_pause_of_a_week_within_a_bleeding_begins_no_cycle() -> None:
    assert cycle_starts(after(0, 7)) == after(0)
    assert cycle_starts(after(0, 8)) == after(0, 8)


def test_lengths_run_from_start_to_start() -> None:
    assert cycle_lengths(after(0, 28, 55, 85)) == CycleLengths(3, 28.0, 27, 30)


def test_a_median_may_lie_between_two_days() -> None:
    assert cycle_lengths(after(0, 28, 57)).median_days == 28.5


def test_a_gap_in_the_log_is_no_length() -> None:
    assert cycle_lengths(after(0, 28, 119, 147)) == CycleLengths(2, 28.0, 28, 28)
    assert cycle_lengths(after(0, 90)).longest_days == 90
    assert cycle_lengths(after(0, 91)).count == 0


def test_only_the_last_twelve_cycles_count() -> None:
    starts = [0, *(40 + 28 * index for index in range(13))]

    assert cycle_lengths(after(*starts)) == CycleLengths(12, 28.0, 28, 28)


def test_one_bleeding_has_no_length() -> None:
    assert cycle_lengths(after(0)) == cycle_lengths([]) == CycleLengths(0)


def test_the_first_day_of_a_cycle_is_day_one() -> None:
    assert cycle_day(after(0, 28), FIRST) == 1
    assert cycle_day(after(0, 28), FIRST + timedelta(days=27)) == 28
    assert cycle_day(after(0, 28), FIRST + timedelta(days=28)) == 1


def test_nothing_is_said_before_a_first_cycle_and_long_after_the_last() -> None:
    assert cycle_day(after(0), FIRST - timedelta(days=1)) is None
    assert cycle_day(after(0), FIRST + timedelta(days=89)) == 90
    assert cycle_day(after(0), FIRST + timedelta(days=90)) is None
