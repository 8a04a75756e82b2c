from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from athletes.models import CoachLink, Threshold
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.mfa import log_in_with_mfa


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    log_in_with_mfa(client, UserFactory(is_staff=True))
    return client


@pytest.fixture
def asked() -> Any:
    """What was asked of the worker."""
    calls: list[tuple[str, tuple[Any, ...]]] = []
    with sending_with(lambda name, ids: calls.append((name, ids))):
        yield calls


def test_an_operator_can_have_loads_computed_again(client: Client, asked: list[Any]) -> None:
    athlete = AthleteFactory()

    client.post(
        reverse("admin:athletes_athlete_changelist"),
        {"action": "rebuild_load", "_selected_action": [athlete.pk]},
    )

    assert asked == [("metrics.tasks.rebuild_load", (athlete.pk,))]


def test_a_changed_profile_has_consequences_here_too(client: Client, asked: list[Any]) -> None:
    athlete = AthleteFactory()
    given = {
        "name": "Ada",
        "time_zone": "UTC",
        "units": "metric",
        "sex": "",
        "birth_year": "",
        "hr_max_bpm": "190",
        "hr_rest_bpm": "",
        "fitness_days": "42",
        "fatigue_days": "7",
        "+-TOTAL_FORMS": "0",
        "thresholds-TOTAL_FORMS": "0",
        "thresholds-INITIAL_FORMS": "0",
    }

    response = client.post(reverse("admin:athletes_athlete_change", args=[athlete.pk]), given)

    assert response.status_code == 302
    athlete.refresh_from_db()
    assert (athlete.name, athlete.hr_max_bpm, athlete.revision) == ("Ada", 190, 2)
    assert asked == [("metrics.tasks.remeasure", (athlete.pk,))]


def test_thresholds_go_through_the_same_door_as_everywhere(client: Client, asked: list[Any]) -> None:
    athlete = AthleteFactory()
    given = {
        "athlete": athlete.pk,
        "sport": "cycling",
        "kind": "ftp_w",
        "value": "250",
        "valid_from": "2026-03-01",
    }

    assert client.post(reverse("admin:athletes_threshold_add"), given).status_code == 302
    row = Threshold.objects.get()
    client.post(reverse("admin:athletes_threshold_delete", args=[row.pk]), {"post": "yes"})

    assert not Threshold.objects.exists()
    assert asked == [("metrics.tasks.remeasure", (athlete.pk,))] * 2


def test_a_threshold_keeps_whose_it_is(client: Client, asked: list[Any]) -> None:
    row = ThresholdFactory()
    other = AthleteFactory()

    client.post(
        reverse("admin:athletes_threshold_change", args=[row.pk]),
        {"athlete": other.pk, "sport": "running", "value": "260"},
    )

    row.refresh_from_db()
    assert (row.athlete_id == other.pk, row.sport, row.value) == (False, "cycling", 260.0)


@pytest.mark.parametrize(
    ("scopes", "complaint"),
    [
        ('{"everything": "read"}', "Data classes are"),
        ('{"load": "own"}', "Each data class is opened"),
        ('["load"]', "Data classes are"),
    ],
)
def test_a_coach_link_opens_nothing_that_does_not_exist(client: Client, scopes: str, complaint: str) -> None:
    row = CoachLinkFactory(scopes={"load": "read"})
    given = {"coach": row.coach_id, "athlete": row.athlete_id, "status": "active", "scopes": scopes}

    response = client.post(reverse("admin:athletes_coachlink_change", args=[row.pk]), given)

    assert complaint in response.content.decode()
    assert CoachLink.objects.get().scopes == {"load": "read"}


def test_people_are_neither_made_nor_removed_here(client: Client) -> None:
    user = AthleteFactory().user

    assert client.get(reverse("admin:athletes_user_add")).status_code == 403
    assert (
        client.post(reverse("admin:athletes_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    )
    html = client.get(reverse("admin:athletes_user_change", args=[user.pk])).content.decode()
    assert user.password not in html
    assert 'name="password"' not in html
