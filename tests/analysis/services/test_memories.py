"""What people want to be remembered."""

from __future__ import annotations

import pytest

from analysis.models import Memory
from analysis.services.memories import MOST, change_memory, forget, recall, remember
from athletes.models import Athlete
from config.core.errors import DataValidationError
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory.create()


def kept(athlete: Athlete) -> list[str]:
    return sorted(Memory.objects.for_athlete(athlete).alive().confirmed().values_list("text", flat=True))


def test_a_fact_is_kept_once_with_its_author(athlete: Athlete) -> None:
    first = remember(athlete=athlete, user=athlete.user, text="  I sleep badly \n before races. ")
    again = remember(athlete=athlete, user=athlete.user, text="I sleep badly before races.")

    assert first == again
    assert kept(athlete) == ["I sleep badly before races."]
    assert first.author == athlete.user


def test_it_can_be_changed_forgotten_and_recalled(athlete: Athlete) -> None:
    fact = remember(athlete=athlete, user=athlete.user, text="I run on trails.")

    change_memory(memory=fact, user=athlete.user, text="I run on trails only.")
    assert kept(athlete) == ["I run on trails only."]
    forget(memory=fact)
    assert kept(athlete) == []
    recall(memory=fact)
    assert kept(athlete) == ["I run on trails only."]


@pytest.mark.parametrize("text", ["", "ab", "x" * 201])
def test_what_is_no_sentence_is_refused_by_name(athlete: Athlete, text: str) -> None:
    with pytest.raises(DataValidationError) as refusal:
        remember(athlete=athlete, user=athlete.user, text=text)

    assert refusal.value.code == "MEMORY_INVALID"
    assert kept(athlete) == []


def test_there_is_an_end_to_remembering(athlete: Athlete) -> None:
    for index in range(MOST):
        remember(athlete=athlete, user=athlete.user, text=f"Fact number {index}.")

    with pytest.raises(DataValidationError) as refusal:
        remember(athlete=athlete, user=athlete.user, text="One more.")

    assert refusal.value.code == "MEMORY_FULL"
    assert len(kept(athlete)) == MOST
