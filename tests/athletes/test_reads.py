"""Who looked at somebody else's data is counted where the gate opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from athletes.access import athlete_or_404, athletes, granted
from athletes.models import Athlete, CoachLink, DataRead, User
from config.core.errors import DataNotFoundError
from config.core.models import AuditEvent, AuditPayload
from tests.factories.athletes import AthleteFactory, CoachInvitationFactory, CoachLinkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]
NOON = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


def coach_of(athlete: Athlete, **link: Any) -> User:
    coach: User = CoachLinkFactory(athlete=athlete, **link).coach
    return coach


def counted() -> list[tuple[str, int]]:
    return list(DataRead.objects.order_by("data_class", "hour").values_list("data_class", "count"))


def test_looks_of_one_hour_are_one_row_and_one_event(athlete: Athlete) -> None:
    coach = coach_of(athlete, scopes={"load": "read"})

    for minutes in (0, 10, 60):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            athlete_or_404(coach, str(athlete.uid), data="load", action="read")

    assert counted() == [("load", 2), ("load", 1)]
    events = AuditEvent.objects.filter(action="athlete.read")
    assert [(each.actor_uid, each.subject_uid) for each in events] == [(coach.uid, athlete.uid)] * 2
    assert AuditPayload.objects.get(event_uid=events[0].uid).body == {"data": "load", "as": "coach"}


def test_the_second_look_of_an_hour_costs_one_query(athlete: Athlete, django_assert_num_queries: Any) -> None:
    coach = coach_of(athlete, scopes={"load": "read"})
    with time_machine.travel(NOON, tick=False):
        athlete_or_404(coach, str(athlete.uid), data="load", action="read")

        with django_assert_num_queries(2):
            athlete_or_404(coach, str(athlete.uid), data="load", action="read")


def test_what_a_mixed_page_shows_is_counted_by_class_and_what_a_menu_asks_is_not(athlete: Athlete) -> None:
    coach = coach_of(athlete, scopes={"load": "read", "heart": "read"})

    granted(coach, athlete, ["load", "plan"], shown=False)
    assert counted() == []
    granted(coach, athlete, ["load", "heart", "plan"])

    assert counted() == [("heart", 1), ("load", 1)]


def test_ones_own_data_and_a_page_of_ones_own_are_not_counted(athlete: Athlete, client: Client) -> None:
    client.force_login(athlete.user)

    assert client.get("/athletes/me/profile/").status_code == 200
    assert counted() == []


PAST = timezone.now() - timedelta(seconds=1)
REFUSED: dict[str, dict[str, Any]] = {
    "another class": {"scopes": {"heart": "write"}},
    "pending": {"scopes": {"load": "write"}, "status": CoachLink.Status.PENDING},
    "revoked": {"scopes": {"load": "write"}, "status": CoachLink.Status.REVOKED},
    "expired": {"scopes": {"load": "write"}, "valid_until": PAST},
}


@pytest.mark.parametrize("name", [*REFUSED, "stranger", "operator"])
def test_who_is_refused_leaves_no_read(athlete: Athlete, name: str) -> None:
    refused = (
        coach_of(athlete, **REFUSED[name]) if name in REFUSED else UserFactory(is_staff=name == "operator")
    )

    with pytest.raises(DataNotFoundError):
        athlete_or_404(refused, str(athlete.uid), data="load", action="read")

    assert not DataRead.objects.exists()
    assert not AuditEvent.objects.exists()


@contextmanager
def without_check(model: type[Model], name: str) -> Iterator[None]:
    """A database that lets in what a constraint refuses; PostgreSQL has it back with the test's end."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA ignore_check_constraints = ON"
            if is_sqlite
            else f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}"
        )
        yield
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_follower_reads_and_never_writes_whatever_the_scopes_say(athlete: Athlete) -> None:
    with without_check(CoachLink, "coach_link_follower_reads"):
        follower = coach_of(athlete, scopes={"load": "write"}, role=CoachLink.Role.FOLLOWER)

    assert list(athletes(follower, data="load", action="read")) == [athlete]
    assert list(athletes(follower, data="load", action="write")) == []


@pytest.mark.parametrize("factory", [CoachLinkFactory, CoachInvitationFactory])
def test_the_database_refuses_a_follower_who_may_write(factory: Any) -> None:
    row = factory(role="follower", scopes={"load": "read", "plan": "read"})
    factory(role="coach", scopes={"plan": "write"})
    rows = type(row).objects.filter(role="follower")

    for change in ({"scopes": {"load": "read", "plan": "write"}}, {"scopes": {"new": "write"}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(role="coach").update(role="follower")

    assert rows.get().scopes == {"load": "read", "plan": "read"}


def test_what_followers_could_write_once_they_read_after_the_migration(athlete: Athlete) -> None:
    with without_check(CoachLink, "coach_link_follower_reads"):
        coach_of(athlete, scopes={"load": "write", "plan": "read"}, role=CoachLink.Role.FOLLOWER)
        coach_of(athlete, scopes={"load": "write"})
        import_module("athletes.migrations.0011_followers_read").read_only(apps, None)

    found = dict(CoachLink.objects.values_list("role", "scopes"))
    assert found == {"follower": {"load": "read", "plan": "read"}, "coach": {"load": "write"}}


def test_a_coach_who_may_write_loses_it_in_the_same_second(athlete: Athlete) -> None:
    coach = coach_of(athlete, scopes={"load": "write"})
    assert list(athletes(coach, data="load", action="write")) == [athlete]

    CoachLink.objects.update(status=CoachLink.Status.REVOKED)

    assert list(athletes(coach, data="load", action="read")) == []
