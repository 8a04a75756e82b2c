import numpy as np

from metrics.science.segments import bounds, centred_means, differences, spans, window_means

MASK = np.array([False, True, True, True, False, False, True, False])


def test_spans_are_half_open_and_may_be_joined() -> None:
    assert spans(MASK) == [(1, 4), (6, 7)]
    assert spans(MASK, merge_s=1) == [(1, 4), (6, 7)]
    assert spans(MASK, merge_s=2) == [(1, 7)]
    assert spans(np.zeros(5, dtype=bool)) == []
    assert spans(np.ones(3, dtype=bool)) == [(0, 3)]


def test_bounds_are_those_of_each_seconds_segment() -> None:
    start, end = bounds(MASK)
    assert start[MASK].tolist() == [1, 1, 1, 6]
    assert end[MASK].tolist() == [4, 4, 4, 7]


def test_windows_lie_wholly_inside_the_mask() -> None:
    values = np.array([9.0, 1, 2, 3, 9, 9, 5, 9])
    assert window_means(values, MASK, 3).tolist() == [2]
    assert window_means(values, MASK, 2).tolist() == [1.5, 2.5]
    assert window_means(values, MASK, 9).size == 0


def test_a_centred_mean_keeps_a_straight_line_and_its_ends() -> None:
    line = np.arange(10.0)
    assert centred_means(line, np.ones(10, dtype=bool), 3).tolist() == line.tolist()


def test_a_centred_mean_is_unknown_outside_the_mask() -> None:
    means = centred_means(np.array([9.0, 1, 2, 6, 9, 9, 5, 9]), MASK, 1)
    assert np.isnan(means[~MASK]).all()
    assert means[MASK].tolist() == [1, 3, 6, 5]


def test_differences_stop_at_the_segments_ends() -> None:
    rise, seconds = differences(np.array([9.0, 1, 2, 6, 9, 9, 5, 9]), MASK, 5)
    assert rise.tolist() == [0, 5, 5, 5, 0, 0, 0, 0]
    assert seconds.tolist() == [0, 2, 2, 2, 0, 0, 0, 0]
