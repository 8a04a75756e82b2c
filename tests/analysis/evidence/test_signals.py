"""Which signals enter the pack, in which order, and with which evidence."""

from datetime import date
from uuid import UUID

from tests.analysis.builders import TODAY, WEEK, build_pack, even_nights

NAN = float("nan")


def kinds(loads, **options):
    return [(each.kind, each.severity) for each in build_pack(loads, **options).signals]


def test_a_calm_half_year_has_none():
    assert kinds(WEEK * 26, nights=even_nights(180)) == []


def test_the_gravest_comes_first():
    assert kinds([*WEEK * 20, *[2.6 * load for load in WEEK * 3]]) == [
        ("form_low", "act"),
        ("ramp_high", "act"),
    ]


def test_a_signal_of_last_month_is_over():
    loads = [*WEEK * 20, 60, 0, 80, 50, 0, 180, 0, *WEEK * 4]
    assert kinds(loads) == []
    assert kinds(loads, days=30) == [("load_spike", "watch")]


def test_evidence_becomes_values_with_the_page_of_their_rows():
    pack = build_pack(WEEK * 20, run_distances_m={1: 21_000.0})
    [signal] = pack.signals
    value = pack.by_id["S1.run_distance"]
    assert (value.id, value.value, value.baseline) == ("S1.run_distance", 21_000, 10_000)
    assert value.url.endswith(f"/activities/{UUID(int=2)}/")
    assert signal.refs == ("S1.run_distance",)


def test_a_signal_keeps_its_uid_from_day_to_day():
    spike = [*WEEK * 20, 60, 0, 80, 50, 0, 180]
    [today] = build_pack(spike).signals
    [tomorrow] = build_pack([*spike, 0], today=date(2026, 11, 23)).signals
    assert today.uid == tomorrow.uid
    assert (today.start, TODAY) == (tomorrow.start, date(2026, 11, 22))


def test_what_has_not_arrived_this_morning_is_no_gap():
    nights = {name: [*values, NAN, NAN, NAN] for name, values in even_nights(60).items()}
    loads = [*WEEK * 20, 0, 0, 0]
    assert ("data_gap", "info") not in kinds(loads, nights=nights)
    later = {name: [*values, NAN] for name, values in nights.items()}
    assert ("data_gap", "info") in kinds([*loads, 0], nights=later)
    [gap] = build_pack([*loads, 0], nights=later).signals
    assert (gap.start, gap.end) == (date(2026, 11, 19), None)


def test_a_young_series_is_not_called_fast():
    assert kinds(WEEK * 5) == []
