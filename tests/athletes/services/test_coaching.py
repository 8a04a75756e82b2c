"""An athlete lets somebody look, and ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError

from athletes.access import athletes
from athletes.models import Athlete, CoachInvitation, CoachLink, User
from athletes.services import coaching
from config.core.errors import DataNotFoundError, DataValidationError, RateLimitedError
from config.core.models import AuditEvent, AuditPayload
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]
LOAD = {"load": "read"}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def coach() -> User:
    return UserFactory(email="coach@example.org")


def asked(athlete: Athlete, **changes: Any) -> coaching.Asked:
    fields: dict[str, Any] = {"email": "Coach@example.org", "role": "coach", "scopes": LOAD} | changes
    return coaching.invite(athlete=athlete, **fields)


def readable(user: User) -> list[Athlete]:
    return list(athletes(user, data="load", action="read").exclude(user=user))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_an_invitation_opens_nothing_until_it_is_accepted(athlete: Athlete, coach: User) -> None:
    token = asked(athlete).token
    assert readable(coach) == []

    link = coaching.accept(token=token, user=coach)

    assert (link.scopes, link.status, readable(coach)) == (LOAD, "active", [athlete])
    assert actions() == ["consent.asked", "consent.granted"]


def test_only_the_hash_of_the_token_is_stored(athlete: Athlete) -> None:
    token = asked(athlete).token

    assert token not in str(list(CoachInvitation.objects.values()))


def test_a_token_works_once(athlete: Athlete, coach: User) -> None:
    token = asked(athlete).token
    link = coaching.accept(token=token, user=coach)
    coaching.revoke(link=link, by=athlete.user)

    with pytest.raises(DataNotFoundError):
        coaching.accept(token=token, user=coach)
    assert readable(coach) == []


@pytest.mark.parametrize("end", ["declined", "withdrawn", "ran out"])
def test_what_is_over_cannot_be_accepted(athlete: Athlete, coach: User, end: str) -> None:
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False) as clock:
        found = asked(athlete)
        if end == "declined":
            coaching.decline(token=found.token, user=coach)
        elif end == "withdrawn":
            coaching.withdraw(invitation=found.invitation, user=athlete.user)
        else:
            clock.shift(timedelta(days=14))

        with pytest.raises(DataNotFoundError):
            coaching.accept(token=found.token, user=coach)
    assert not CoachLink.objects.exists()


def test_a_link_that_was_passed_on_is_worth_nothing(athlete: Athlete) -> None:
    token = asked(athlete).token

    with pytest.raises(DataNotFoundError):
        coaching.accept(token=token, user=UserFactory(email="thief@example.org"))

    assert CoachInvitation.objects.get().status == "open"
    assert not CoachLink.objects.exists()


def test_a_coach_asks_and_the_athlete_says_what_is_opened(athlete: Athlete, coach: User) -> None:
    token = coaching.ask_athlete(coach=coach, email=athlete.user.email).token
    until = datetime(2100, 1, 1, tzinfo=UTC)
    assert readable(coach) == []

    link = coaching.accept(token=token, user=athlete.user, scopes=LOAD, valid_until=until)

    assert (link.coach, link.athlete, link.scopes, link.valid_until) == (coach, athlete, LOAD, until)


def test_a_coach_cannot_answer_their_own_question(athlete: Athlete, coach: User) -> None:
    token = coaching.ask_athlete(coach=coach, email=athlete.user.email).token

    with pytest.raises(DataNotFoundError):
        coaching.accept(token=token, user=coach, scopes=LOAD)
    assert not CoachLink.objects.exists()


def test_opening_nothing_leaves_the_question_open(athlete: Athlete, coach: User) -> None:
    token = coaching.ask_athlete(coach=coach, email=athlete.user.email).token

    with pytest.raises(DataValidationError):
        coaching.accept(token=token, user=athlete.user, scopes={"load": "none"})
    assert CoachInvitation.objects.get().status == "open"


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("follower", {"load": "write"}),
        ("coach", {"wallet": "read"}),
        ("coach", {"load": "own"}),
        ("boss", LOAD),
    ],
)
def test_scopes_that_do_not_exist_are_refused(athlete: Athlete, role: str, scopes: dict[str, str]) -> None:
    with pytest.raises(DataValidationError):
        asked(athlete, role=role, scopes=scopes)

    assert not CoachInvitation.objects.exists()


def test_a_class_that_is_closed_is_closed_in_the_same_second(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes={"load": "write"})

    coaching.change_link(link=link, scopes={"heart": "read"}, valid_until=None, by=athlete.user)

    assert readable(link.coach) == []
    body = AuditPayload.objects.get().body
    assert (body["old"]["scopes"], body["new"]["scopes"]) == ({"load": "write"}, {"heart": "read"})


def test_revoking_ends_it_at_once_and_is_noted_once(athlete: Athlete) -> None:
    link = CoachLinkFactory(athlete=athlete, scopes=LOAD)

    coaching.revoke(link=link, by=athlete.user)
    coaching.revoke(link=link, by=athlete.user)

    assert readable(link.coach) == []
    assert actions() == ["consent.revoked"]
    with pytest.raises(DataNotFoundError):
        coaching.change_link(link=link, scopes=LOAD, valid_until=None, by=athlete.user)


def test_twenty_invitations_a_day_are_enough(athlete: Athlete, monkeypatch: Any) -> None:
    monkeypatch.setattr(coaching, "INVITATIONS_A_DAY", 1)
    asked(athlete)

    with pytest.raises(RateLimitedError):
        asked(athlete)
    assert CoachInvitation.objects.count() == 1


def test_exactly_one_side_asks(athlete: Athlete, coach: User) -> None:
    with pytest.raises(IntegrityError):
        CoachInvitation.objects.create(
            athlete=athlete, coach=coach, email="a@example.org", expires_at=datetime(2100, 1, 1, tzinfo=UTC)
        )


def test_who_was_asked_twice_cannot_come_back_by_the_other_link(athlete: Athlete, coach: User) -> None:
    first, second = asked(athlete).token, asked(athlete).token
    link = coaching.accept(token=first, user=coach)
    coaching.revoke(link=link, by=athlete.user)

    with pytest.raises(DataNotFoundError):
        coaching.accept(token=second, user=coach)
    assert readable(coach) == []
