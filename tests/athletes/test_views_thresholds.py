"""Thresholds on the profile page: typed in the athlete's units, kept in SI, each from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete, Threshold
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory

pytestmark = pytest.mark.django_db

FTP = {"threshold": "cycling:ftp_w", "value": "262", "valid_from": "2026-09-01"}
PACE = {"threshold": "running:threshold_pace_s_per_km", "value": "4:15", "valid_from": "2026-09-01"}
CSS = {"threshold": "swimming:css_s_per_100m", "value": "1:36", "valid_from": "2026-09-01"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory.create()


@pytest.fixture
def started() -> Iterator[list[tuple[str, tuple[int | str, ...]]]]:
    """Tasks that were started, with their ids."""
    calls: list[tuple[str, tuple[int | str, ...]]] = []
    with sending_with(lambda name, ids: calls.append((name, ids))):
        yield calls


def address(athlete: Athlete | str = "me") -> str:
    return reverse("athletes:thresholds", args=[getattr(athlete, "uid", athlete)])


def removal(threshold: Threshold, athlete: Athlete | str = "me") -> str:
    return reverse("athletes:threshold-remove", args=[getattr(athlete, "uid", athlete), threshold.uid])


def stored(athlete: Athlete) -> list[tuple[str, str, float, date]]:
    rows = Threshold.objects.for_athlete(athlete).order_by("valid_from", "sport")
    return [(row.sport, row.kind, round(row.value, 3), row.valid_from) for row in rows]


def test_a_threshold_is_added_from_its_day_on(
    client: Client, athlete: Athlete, started: list[tuple[str, tuple[int | str, ...]]]
) -> None:
    client.force_login(athlete.user)

    response = client.post(address(), FTP)

    assert response.status_code == 302
    assert response["Location"] == reverse("athletes:profile", args=["me"]) + "#thresholds"
    assert stored(athlete) == [("cycling", "ftp_w", 262.0, date(2026, 9, 1))]
    assert started == [("metrics.tasks.remeasure", (athlete.pk,))]


def test_one_of_the_same_day_is_replaced(client: Client, athlete: Athlete) -> None:
    ThresholdFactory.create(athlete=athlete, valid_from=date(2026, 9, 1), value=250)
    client.force_login(athlete.user)

    client.post(address(), FTP)

    assert stored(athlete) == [("cycling", "ftp_w", 262.0, date(2026, 9, 1))]


@pytest.mark.parametrize(
    ("units", "typed", "si", "shown"),
    [
        ("metric", PACE, 255.0, "4:15"),
        ("imperial", {**PACE, "value": "6:50"}, 254.762, "6:50"),
        ("metric", CSS, 96.0, "1:36"),
        ("imperial", {**CSS, "value": "1:28"}, 96.238, "1:28"),
    ],
)
def test_pace_is_typed_and_shown_in_the_units_of_the_athlete(
    client: Client, units: str, typed: dict[str, str], si: float, shown: str
) -> None:
    athlete = AthleteFactory.create(units=units)
    client.force_login(athlete.user)

    client.post(address(), typed)

    assert [value for _, _, value, _ in stored(athlete)] == [si]
    page = client.get(reverse("athletes:profile", args=["me"])).content.decode()
    assert f"<b>{shown}</b>" in page


def test_each_threshold_shows_the_days_it_held(client: Client, athlete: Athlete) -> None:
    ThresholdFactory.create(athlete=athlete, valid_from=date(2026, 1, 1), value=250)
    ThresholdFactory.create(athlete=athlete, valid_from=date(2026, 9, 1), value=262)
    ThresholdFactory.create(athlete=athlete, valid_from=date(2099, 1, 1), value=300)
    client.force_login(athlete.user)

    page = client.get(reverse("athletes:profile", args=["me"])).content.decode()

    assert "from 1 Jan 2099" in page
    assert "1 Sep 2026 – 31 Dec 2098" in page
    assert "1 Jan – 31 Aug 2026" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({**PACE, "value": "255"}, "Type minutes and seconds, such as 4:15."),
        ({**PACE, "value": "4:75"}, "Type minutes and seconds, such as 4:15."),
        ({**FTP, "value": "much"}, "Type a number, such as 250."),
        ({**FTP, "value": "nan"}, "Type a number, such as 250."),
        ({**FTP, "value": "25"}, "This value is outside what people can do. Check the unit."),
        ({**FTP, "value": ""}, "This field is required."),
        ({**FTP, "valid_from": "1066-10-14"}, "This day is too long ago."),
        ({**FTP, "valid_from": "soon"}, "Enter a valid date."),
        ({**FTP, "threshold": "running:css_s_per_100m"}, "Select a valid choice."),
    ],
)
def test_wrong_input_is_kept_and_explained(
    client: Client, athlete: Athlete, wrong: dict[str, str], words: str
) -> None:
    client.force_login(athlete.user)

    response = client.post(address(), wrong)

    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert not wrong["value"] or f'value="{wrong["value"]}"' in text
    assert stored(athlete) == []


def test_htmx_gets_the_part_and_a_toast(client: Client, athlete: Athlete) -> None:
    client.force_login(athlete.user)

    good = client.post(address(), FTP, headers=HTMX)
    bad = client.post(address(), {**FTP, "value": "much"}, headers=HTMX)

    assert (good.status_code, bad.status_code) == (200, 422)
    assert "The threshold is saved." in good["HX-Trigger"]
    for answer in (good, bad):
        text = answer.content.decode().strip()
        assert text.startswith('<section class="card" id="thresholds"')
        assert "<html" not in text


def test_the_address_of_the_part_is_a_page(client: Client, athlete: Athlete) -> None:
    client.force_login(athlete.user)

    assert "<html" in client.get(address()).content.decode()


def test_change_fills_the_form(client: Client, athlete: Athlete) -> None:
    threshold = ThresholdFactory.create(athlete=athlete, value=247)
    client.force_login(athlete.user)

    page = client.get(reverse("athletes:profile", args=["me"]), {"change": str(threshold.uid)})

    text = page.content.decode()
    assert 'name="value" value="247"' in text
    assert 'name="valid_from" value="2026-01-01"' in text


@pytest.mark.parametrize("uid", ["nonsense", "0192f0c1-0000-7000-8000-000000000000"])
def test_change_of_nothing_leaves_the_form_blank(client: Client, athlete: Athlete, uid: str) -> None:
    client.force_login(athlete.user)

    page = client.get(reverse("athletes:profile", args=["me"]), {"change": uid})

    assert page.status_code == 200


def test_removal_asks_by_name_and_then_removes(
    client: Client, athlete: Athlete, started: list[tuple[str, tuple[int | str, ...]]]
) -> None:
    threshold = ThresholdFactory.create(athlete=athlete, value=247)
    client.force_login(athlete.user)

    question = client.get(removal(threshold))
    assert "Cycling, 247\u202fW" in question.content.decode()
    assert len(stored(athlete)) == 1

    assert client.post(removal(threshold)).status_code == 302
    assert stored(athlete) == []
    assert started == [("metrics.tasks.remeasure", (athlete.pk,))]


def test_a_threshold_of_somebody_else_cannot_be_named(client: Client, athlete: Athlete) -> None:
    other = ThresholdFactory.create()
    client.force_login(athlete.user)

    assert client.post(removal(other)).status_code == 404
    assert client.get(reverse("athletes:profile", args=["me"]), {"change": str(other.uid)}).status_code == 200
    assert len(stored(other.athlete)) == 1


@pytest.mark.parametrize(("permission", "status", "count"), [("write", 302, 1), ("read", 404, 0)])
def test_a_coach_adds_with_write_only(
    client: Client, athlete: Athlete, permission: str, status: int, count: int
) -> None:
    client.force_login(CoachLinkFactory.create(athlete=athlete, scopes={"profile": permission}).coach)

    assert client.post(address(athlete), FTP).status_code == status
    assert len(stored(athlete)) == count


@pytest.mark.parametrize(("permission", "status", "count"), [("write", 302, 0), ("read", 404, 1)])
def test_a_coach_removes_with_write_only(
    client: Client, athlete: Athlete, permission: str, status: int, count: int
) -> None:
    threshold = ThresholdFactory.create(athlete=athlete)
    client.force_login(CoachLinkFactory.create(athlete=athlete, scopes={"profile": permission}).coach)

    assert client.post(removal(threshold, athlete)).status_code == status
    assert len(stored(athlete)) == count


def test_a_stranger_finds_nothing_and_changes_nothing(client: Client, athlete: Athlete) -> None:
    threshold = ThresholdFactory.create(athlete=athlete)
    before = stored(athlete)
    client.force_login(UserFactory.create())

    assert client.post(address(athlete), FTP).status_code == 404
    assert client.get(removal(threshold, athlete)).status_code == 404
    assert client.post(removal(threshold, athlete)).status_code == 404
    assert stored(athlete) == before


def test_whoever_is_not_logged_in_is_asked_to(client: Client, athlete: Athlete) -> None:
    threshold = ThresholdFactory.create(athlete=athlete)
    before = stored(athlete)

    for target in (address(athlete), removal(threshold, athlete)):
        answer = client.post(target, FTP)
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={target}"
    assert stored(athlete) == before
