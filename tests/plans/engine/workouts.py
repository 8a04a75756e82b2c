"""Workouts as Hypothesis draws them: every kind, target and length there is, and notes of any text."""

from hypothesis import strategies as st

from plans.engine.steps import Item, Repeat, Step, Workout
from plans.engine.steps.model import KINDS, TARGETS
from plans.engine.steps.validation import LIMITS

WORDS = (
    "easy",
    "Z2",
    "10m",
    "4x",
    "Recover",
    "RPE",
    "7",
    "-",
    '"',
    "\\",
    "90rpm",
    "#",
    "75%",
    "4:00/km",
    "rest",
)
NOTES = st.one_of(
    st.just(""),
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30),
)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    duration_s = draw(st.none() | st.integers(1, 86_400) | st.integers(1, 300).map(lambda each: each * 60))
    distance_m = None if duration_s else draw(st.integers(1, 500_000) | st.floats(1, 500_000))
    target = draw(st.sampled_from(TARGETS))
    low = high = None
    if target != "none":
        lowest, highest = LIMITS[target]
        whole = st.integers(int(lowest), int(highest))
        numbers = whole if target.endswith("_zone") else whole | st.floats(lowest, highest)
        low, high = sorted(draw(st.tuples(numbers, numbers)))
    return Step(draw(st.sampled_from(KINDS)), duration_s, distance_m, target, low, high, draw(NOTES))


def workouts() -> st.SearchStrategy[Workout]:
    repeats = st.builds(Repeat, st.integers(1, 5), st.lists(steps(), min_size=1, max_size=4).map(tuple))
    items: st.SearchStrategy[Item] = steps() | repeats
    return st.lists(items, min_size=1, max_size=8).map(tuple)
