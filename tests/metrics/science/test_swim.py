import pytest

from metrics.science.swim import intensity, load


def test_an_hour_at_critical_swim_speed_is_a_load_of_100() -> None:
    assert load(3600, intensity(3750, 3600, 96)) == pytest.approx(100)


@pytest.mark.parametrize("parts", [(None, 3600, 96), (0, 3600, 96), (3000, 0, 96), (3000, 3600, None)])
def test_no_intensity_without_distance_duration_and_threshold(parts) -> None:
    assert intensity(*parts) is None


def test_no_load_without_intensity_or_duration() -> None:
    assert load(3600, None) is None
    assert load(None, 0.9) is None
