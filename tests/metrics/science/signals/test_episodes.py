import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.signals.episodes import episodes


def mask(text: str) -> np.ndarray:
    return np.array([each == "x" for each in text])


def test_an_event_starts_when_it_opens_and_ends_after_the_last_day_that_held() -> None:
    assert episodes(mask("..x......."), mask(".xxx......"), patience=2) == [(2, 4)]


def test_what_holds_without_having_opened_is_no_event() -> None:
    assert episodes(mask("......"), mask(".xxxx.")) == []


def test_days_of_patience_do_not_end_it() -> None:
    assert episodes(mask(".x........"), mask(".x..x....."), patience=2) == [(1, 5)]


def test_an_event_is_open_until_patience_is_over() -> None:
    assert episodes(mask("...x.."), mask("...x.."), patience=2) == [(3, 6)]
    assert episodes(mask("...x..."), mask("...x..."), patience=2) == [(3, 4)]


def test_what_opens_again_within_the_joined_days_goes_on() -> None:
    opens = mask(".x.......x....")
    assert episodes(opens, opens, patience=0, joined=7) == [(1, 10)]
    assert episodes(opens, opens, patience=0, joined=6) == [(1, 2), (9, 10)]


masks = arrays(np.bool_, st.integers(1, 60))


@given(masks, st.integers(0, 3), st.integers(0, 8))
def test_later_days_never_move_a_start(opens: np.ndarray, patience: int, joined: int) -> None:
    starts = [start for start, _ in episodes(opens, opens, patience=patience, joined=joined)]
    for n in range(opens.size):
        earlier = episodes(opens[:n], opens[:n], patience=patience, joined=joined)
        assert [start for start, _ in earlier] == [start for start in starts if start < n]
