"""Whatever a program sends, the API answers as its description says, and never by an error of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.core.celery import sending_with
from tests.athletes.api_world import WRITE_ALL, World, a_world
from tests.factories.athletes import CoachLinkFactory
from tests.pipeline.any_request import ask_all

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture
def world() -> Iterator[World]:
    with sending_with(lambda *_: None):
        yield a_world()


def test_nothing_breaks_it_and_every_answer_is_described(world: World) -> None:
    asked = ask_all(world, world.athlete.user, examples=1)

    assert not asked.faults, "\n\n".join(asked.faults)
    assert asked.count > 300


@pytest.mark.long
@pytest.mark.parametrize("who", ["athlete", "coach"])
def test_nothing_breaks_it_in_ten_thousand_requests(world: World, who: str) -> None:
    coach = CoachLinkFactory(athlete=world.athlete, scopes=WRITE_ALL).coach
    asked = ask_all(world, coach if who == "coach" else world.athlete.user, examples=16)

    assert not asked.faults, "\n\n".join(asked.faults)
    assert asked.count > 5_000
