"""What the API tells of a plan to a coach who may see nothing but the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from plans.services.sessions import skip_session
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory

RULES = [
    {"rule": number, "class": "soft", "applies": True, "value": value, "threshold": 2.0, "passed": True}
    for number, value in ((1, 4.4), (4, 1.1), (8, 1.6), (12, 6.3), (13, 0.1))
]


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with (
        time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False),
        sending_with(lambda *_: None),
    ):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    made: Athlete = AthleteFactory()
    return made


def get(athlete: Athlete, name: str, *, user: Any = None, **scopes: str) -> Any:
    """As the athlete, as `user`, or as a coach with these scopes."""
    coach = CoachLinkFactory(athlete=athlete, scopes=scopes).coach if scopes else None
    client = Client()
    client.force_login(user or coach or athlete.user)
    return client.get(reverse(f"api:{name}", kwargs={"athlete": athlete.uid}))


def values(answer: Any) -> dict[int, float | None]:
    return {row["rule"]: row["value"] for row in answer.json()[0]["checks"]}


def test_values_of_rules_need_what_they_tell(athlete: Athlete) -> None:
    PlanFactory(athlete=athlete, checks=RULES)
    everything = {1: 4.4, 4: 1.1, 8: 1.6, 12: 6.3, 13: 0.1}

    assert values(get(athlete, "plan-list")) == everything
    assert values(get(athlete, "plan-list", plan="read", load="read", activities="read")) == everything
    assert values(get(athlete, "plan-list", plan="read", load="read")) == everything | {4: None}
    assert values(get(athlete, "plan-list", plan="read", heart="read")) == {
        **dict.fromkeys((1, 4, 12, 13)),
        8: 1.6,
    }


def test_why_somebody_skipped_needs_the_notes_so_that_nothing_follows_from_what_is_left_out(
    athlete: Athlete,
) -> None:
    for day, reason in ((24, "injured"), (26, "weather")):
        session = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, day))
        skip_session(session=session, user=athlete.user, reason=reason, note="My words")

    def told(answer: Any) -> list[tuple[str, str]]:
        return [(row["skip_reason"], row["skip_note"]) for row in answer.json()["results"]]

    def entered(answer: Any) -> list[tuple[str, str]]:
        sides = [row["entries"][0]["after"] for row in answer.json()["results"]]
        return [(side["skip_reason"], side["skip_note"]) for side in reversed(sides)]

    whole, less = [("injured", "My words"), ("weather", "My words")], [("", ""), ("", "")]
    for name, of in (("session-list", told), ("plan-change-list", entered)):
        assert of(get(athlete, name)) == whole
        assert of(get(athlete, name, plan="read", notes="read")) == whole
        assert of(get(athlete, name, plan="read", heart="read")) == less


def test_a_stranger_finds_nothing(athlete: Athlete) -> None:
    PlanFactory(athlete=athlete, checks=RULES)

    for name in ("plan-list", "session-list", "plan-change-list"):
        assert get(athlete, name, user=AthleteFactory().user).status_code == 404
