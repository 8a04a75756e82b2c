"""The profile page: who may see it, who may change it, and what it says about wrong input."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Ada",
    "time_zone": "Europe/Berlin",
    "units": "metric",
    "sex": "female",
    "birth_year": "1988",
    "hr_max_bpm": "189",
    "hr_rest_bpm": "48",
    "fitness_days": "42",
    "fatigue_days": "7",
}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory.create()


@pytest.fixture
def started() -> Iterator[list[tuple[str, tuple[int | str, ...]]]]:
    """Tasks that were started, with their ids."""
    calls: list[tuple[str, tuple[int | str, ...]]] = []
    with sending_with(lambda name, ids: calls.append((name, ids))):
        yield calls


def address(athlete: Athlete | str) -> str:
    return reverse("athletes:profile", args=[getattr(athlete, "uid", athlete)])


def as_coach(client: Client, athlete: Athlete, permission: str) -> None:
    link = CoachLinkFactory.create(athlete=athlete, scopes={"profile": permission})
    client.force_login(link.coach)


def test_owner_saves_what_they_typed(client: Client, athlete: Athlete) -> None:
    client.force_login(athlete.user)

    response = client.post(address("me"), TYPED)

    assert (response.status_code, response["Location"]) == (302, address("me"))
    athlete.refresh_from_db()
    assert (athlete.name, athlete.time_zone, athlete.sex) == ("Ada", "Europe/Berlin", "female")
    assert (athlete.birth_year, athlete.hr_max_bpm, athlete.hr_rest_bpm) == (1988, 189, 48)


def test_a_new_heart_rate_has_the_activities_measured_again(
    client: Client, athlete: Athlete, started: list[tuple[str, tuple[int | str, ...]]]
) -> None:
    client.force_login(athlete.user)

    client.post(address("me"), TYPED)

    moved = ("notifications.tasks.retime", (athlete.user_id,))
    assert started == [moved, ("metrics.tasks.remeasure", (athlete.pk,))]


def test_a_new_name_computes_nothing(
    client: Client, athlete: Athlete, started: list[tuple[str, tuple[int | str, ...]]]
) -> None:
    client.force_login(athlete.user)
    client.post(address("me"), TYPED)
    started.clear()

    client.post(address("me"), {**TYPED, "name": "Ada Lovelace"})

    assert started == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hr_max_bpm": "48"}, "The highest heart rate must be above the resting heart rate."),
        ({"fitness_days": "14", "fatigue_days": "14"}, "Fitness must use more days than fatigue."),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not one of the available choices."),
        ({"birth_year": "1066"}, "Ensure this value is greater than or equal to 1900."),
    ],
)
def test_wrong_input_is_kept_and_explained_beside_its_field(
    client: Client, athlete: Athlete, wrong: dict[str, str], words: str
) -> None:
    client.force_login(athlete.user)

    response = client.post(address("me"), {**TYPED, "name": "Kept", **wrong})

    assert response.status_code == 422
    assert response.content.decode().count(words) == 1
    assert 'value="Kept"' in response.content.decode()
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"


def test_an_unlisted_time_zone_that_is_in_use_stays_choosable(client: Client) -> None:
    athlete = AthleteFactory.create(time_zone="Etc/GMT+3")
    client.force_login(athlete.user)

    response = client.post(address("me"), {**TYPED, "time_zone": "Etc/GMT+3"})

    assert response.status_code == 302


def test_coach_with_write_changes_the_athlete(client: Client, athlete: Athlete) -> None:
    as_coach(client, athlete, "write")

    response = client.post(address(athlete), TYPED)

    assert response.status_code == 302
    athlete.refresh_from_db()
    assert athlete.name == "Ada"


def test_coach_with_read_sees_a_locked_form_and_changes_nothing(client: Client, athlete: Athlete) -> None:
    ThresholdFactory.create(athlete=athlete)
    as_coach(client, athlete, "read")

    page = client.get(address(athlete))
    answer = client.post(address(athlete), TYPED)

    assert (page.status_code, answer.status_code) == (200, 404)
    text = page.content.decode()
    assert "You are looking at the data of" in text
    assert "250" in text
    assert "Save" not in text
    assert "Remove" not in text
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"


@pytest.mark.parametrize("scopes", [{}, {"load": "write"}])
def test_other_permissions_do_not_open_the_profile(
    client: Client, athlete: Athlete, scopes: dict[str, str]
) -> None:
    client.force_login(CoachLinkFactory.create(athlete=athlete, scopes=scopes).coach)

    assert client.get(address(athlete)).status_code == 404
    assert client.post(address(athlete), TYPED).status_code == 404
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"


def test_a_stranger_finds_nothing_and_changes_nothing(client: Client, athlete: Athlete) -> None:
    client.force_login(UserFactory.create())

    assert client.get(address(athlete)).status_code == 404
    assert client.post(address(athlete), TYPED).status_code == 404
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"


def test_whoever_is_not_logged_in_is_asked_to(client: Client, athlete: Athlete) -> None:
    for answer in (client.get(address(athlete)), client.post(address(athlete), TYPED)):
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={address(athlete)}"
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"
