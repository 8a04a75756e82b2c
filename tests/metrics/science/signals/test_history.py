from metrics.science.signals import (
    BestEffort,
    DeviceUse,
    ThresholdStep,
    device_changes,
    personal_bests,
    threshold_changes,
)
from tests.metrics.science.signals.conftest import day


def efforts(*watts: float, metric: str = "cycling_power_300s") -> list[BestEffort]:
    return [BestEffort(index, day(index), metric, "W", value) for index, value in enumerate(watts)]


def test_a_threshold_step_shows_the_old_and_the_new_value() -> None:
    (signal,) = threshold_changes([ThresholdStep(day(3), "cycling_ftp_w", "W", 250, 260)])
    (evidence,) = signal.evidence
    assert (signal.kind, signal.start, signal.end, signal.severity) == (
        "threshold_change",
        day(3),
        day(4),
        "info",
    )
    assert (evidence.metric, evidence.value, evidence.baseline) == ("cycling_ftp_w", 260, 250)


def test_five_percent_of_threshold_are_watched_and_no_change_is_no_signal() -> None:
    steps = [
        ThresholdStep(day(5), "cycling_ftp_w", "W", 200, 190),
        ThresholdStep(day(3), "running_lthr_bpm", "bpm", None, 170),
        ThresholdStep(day(4), "cycling_ftp_w", "W", 200, 200),
    ]
    assert [(s.start, s.severity) for s in threshold_changes(steps)] == [(day(3), "info"), (day(5), "watch")]


def test_an_effort_that_beats_ten_activities_is_a_best() -> None:
    ((signal, activity),) = personal_bests(efforts(*[300] * 9, 310, 312))
    assert (signal.kind, signal.start, signal.end, activity) == ("personal_best", day(10), day(11), 10)
    assert (signal.evidence[0].value, signal.evidence[0].baseline) == (312, 310)


def test_nine_earlier_activities_are_too_few_and_half_a_percent_is_no_best() -> None:
    assert personal_bests(efforts(*[300] * 9, 320)) == []
    assert personal_bests(efforts(*[300] * 10, 301)) == []


def test_one_activity_is_one_signal_with_all_that_it_beats() -> None:
    both = [*efforts(*[300] * 10, 310), *efforts(*[250] * 10, 270, metric="cycling_power_1200s")]
    ((signal, _),) = personal_bests(both)
    assert [item.metric for item in signal.evidence] == ["cycling_power_300s", "cycling_power_1200s"]


def test_a_doubtful_effort_neither_is_nor_prevents_a_best() -> None:
    doubtful = BestEffort("spiky", day(5), "cycling_power_300s", "W", 900, doubtful=True)
    ((_, activity),) = personal_bests([doubtful, *efforts(*[300] * 10, 310)])
    assert activity == 10


def uses(device: str, start: int, count: int, every: int = 3, role: str = "cycling") -> list[DeviceUse]:
    return [DeviceUse(day(start + every * index), role, device) for index in range(count)]


def test_a_device_that_replaces_another_for_good_is_told_on_its_first_day() -> None:
    (signal,) = device_changes([*uses("Edge 530", 0, 10), *uses("Edge 1040", 30, 6)])
    assert (signal.kind, signal.start, signal.end) == ("device_change", day(30), day(31))
    assert (signal.evidence[0].value, signal.evidence[0].baseline) == (6, 10)


def test_a_borrowed_device_two_in_turn_and_two_roles_are_no_change() -> None:
    borrowed = [*uses("Edge 530", 0, 10), *uses("Borrowed", 30, 3), *uses("Edge 530", 40, 10)]
    in_turn = [*uses("A", 0, 20, every=4), *uses("B", 2, 20, every=4)]
    two_roles = [*uses("Edge 530", 0, 10), *uses("Forerunner", 30, 10, role="running")]
    assert [device_changes(each) for each in (borrowed, in_turn, two_roles)] == [[], [], []]


def test_five_uses_within_a_week_are_not_yet_for_good_and_an_unknown_device_is_none() -> None:
    assert device_changes([*uses("Edge 530", 0, 10), *uses("Edge 1040", 30, 6, every=1)]) == []
    assert device_changes([*uses("Edge 530", 0, 10), *uses("", 30, 10)]) == []
