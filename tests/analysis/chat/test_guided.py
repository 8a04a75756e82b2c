"""Questions that the rules answer: every one of them, with data and without, and every number from a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from analysis.answer import fill
from analysis.chat.gathered import Gathered
from analysis.chat.guided import QUESTIONS
from analysis.evidence import Pack
from analysis.grounding.references import problems
from athletes.models import Athlete
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.plans import PlannedSessionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        yield


@pytest.fixture
def gathered() -> Gathered:
    athlete = AthleteFactory.create(time_zone="UTC")
    return Gathered(
        athlete=athlete, today=TODAY, pack=Pack(TODAY, TODAY + timedelta(days=1), "metric", ()), for_ai=False
    )


@pytest.fixture
def lived(gathered: Gathered) -> Gathered:
    """Ninety days with an hour of running every other day, nights that grow longer, and a plan."""
    athlete: Athlete = gathered.athlete
    for ago in range(90):
        day = TODAY - timedelta(days=ago)
        DayFactory.create(athlete=athlete, date=day, sleep_s=30_000 - 60 * ago, hrv_rmssd_ms=70 - ago / 3)
        if ago % 2:
            ActivityFactory.create(
                athlete=athlete, local_date=day, distance_m=10_000.0 + 100 * ago, load=50.0 + ago
            )
    store_loads(athlete, TODAY - timedelta(days=89), [40.0] * 82 + [60.0] * 8)
    PlannedSessionFactory.create(athlete=athlete, day=TODAY + timedelta(days=2), minutes=45, load=40)
    return gathered


def told(gathered: Gathered, key: str) -> str:
    claims = QUESTIONS[key].answer(gathered)
    pack = gathered.whole()
    assert [problem for claim in claims for problem in problems(claim, pack)] == []
    return " ".join(fill(claim, pack)["text"] for claim in claims)


@pytest.mark.parametrize("key", QUESTIONS)
def test_without_data_it_is_said_that_there_are_none(gathered: Gathered, key: str) -> None:
    assert told(gathered, key)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("week", "Your load of the last seven days is 420. That is 40 % more"),
        ("sleep", "You slept 8 h 17 min a night over the last seven nights, about as in the seven before."),
        ("longest-run", "Your longest run of the last twelve weeks was on Mon 31 Aug: 1 h, 18.3 km"),
        (
            "hardest",
            "Your hardest activity of the last twelve weeks was on Mon 31 Aug: 1 h, 18.3 km, a load of 133",
        ),
        ("planned", "Next is an easy session on Tue 24 Nov: 45 min, with a load of 40."),
        ("sleep-hrv", "which is clear enough to mean something"),
    ],
)
def test_the_answer_is_what_the_rows_say(lived: Gathered, key: str, text: str) -> None:
    assert text in told(lived, key).replace("\u202f", " ")


def test_the_same_question_has_the_same_answer(lived: Gathered) -> None:
    again = Gathered(athlete=lived.athlete, today=TODAY, pack=lived.pack, for_ai=False)

    assert told(lived, "month") == told(again, "month")
