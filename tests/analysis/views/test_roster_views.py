"""What a coach keeps of the roster: views under names, and what is new since the last look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from analysis.selectors.roster import roster
from athletes.models import Athlete, CoachLink, Connection, RosterView, User
from plans.models import PlannedSession, SessionComment
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.connected import ConnectionFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlannedSessionFactory
from tests.factories.signals import SignalFactory

pytestmark = pytest.mark.django_db
OPEN = dict.fromkeys(("load", "plan", "activities", "connections"), "read")
INDEX = "roster:index"


@pytest.fixture
def coach(client: Client) -> User:
    user: User = UserFactory.create(name="Cleo")
    client.force_login(user)
    return user


def coached(coach: User, scopes: dict[str, str] = OPEN, **athlete: Any) -> Athlete:
    made: Athlete = AthleteFactory.create(**{"time_zone": "UTC", **athlete})
    CoachLinkFactory.create(coach=coach, athlete=made, scopes=scopes)
    return made


def keep(client: Client, **given: str) -> Any:
    return client.post(reverse("roster:view-keep"), given, follow=True)


def test_a_view_is_kept_replaced_under_its_name_opened_and_removed(client: Client, coach: User) -> None:
    coached(coach)
    keep(client, name=" Tired  ones ", q="a", only="strained", sort="nonsense")
    page = keep(client, name="Tired ones", only="strained", sort="form").content.decode()

    view = RosterView.objects.get()
    assert (view.owner, view.name, view.query) == (coach, "Tired ones", "only=strained&sort=form")
    assert f'href="{reverse(INDEX)}?only=strained&amp;sort=form" aria-current="page">Tired ones</a>' in page

    client.post(reverse("roster:view-remove", args=[view.uid]))
    assert not RosterView.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_view_needs_a_name_that_fits(client: Client, coach: User, name: str) -> None:
    coached(coach)
    assert "Give the view a name of up to 40 letters." in keep(client, name=name).content.decode()
    assert not RosterView.objects.exists()


def test_twenty_views_are_the_most(client: Client, coach: User) -> None:
    coached(coach)
    RosterView.objects.bulk_create(RosterView(owner=coach, name=f"View {n}") for n in range(20))

    assert "There are 20 views already." in keep(client, name="One more").content.decode()
    keep(client, name="View 3", only="waits")
    assert RosterView.objects.count() == 20
    assert RosterView.objects.get(name="View 3").query == "only=waits"


def test_nobody_sees_or_removes_the_view_of_somebody_else(client: Client, coach: User) -> None:
    view = RosterView.objects.create(owner=UserFactory.create(), name="Not yours")
    coached(coach)

    assert client.post(reverse("roster:view-remove", args=[view.uid])).status_code == 404
    assert RosterView.objects.filter(pk=view.pk).exists()
    assert "Not yours" not in client.get(reverse(INDEX)).content.decode()


def unread_of(coach: User) -> int:
    return roster(coach)[0].unread


def test_news_are_sessions_and_comments_since_a_page_was_opened(client: Client, coach: User) -> None:
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False) as clock:
        athlete = coached(coach)
        session = PlannedSessionFactory.create(athlete=athlete, day=athlete.today())
        clock.shift(60)
        ActivityFactory.create(athlete=athlete, local_date=athlete.today())
        ActivityFactory.create(athlete=athlete, local_date=athlete.today() - timedelta(days=28))
        for author in (athlete.user, coach):
            SessionComment.objects.create(session=session, author=author, text="Heavy legs")
        assert unread_of(coach) == 2
        client.get(reverse(INDEX))
        assert unread_of(coach) == 2

        clock.shift(60)
        link = CoachLink.objects.get()
        client.get(reverse("metrics:activities", args=[athlete.uid]))
        assert unread_of(coach) == 0
        assert CoachLink.objects.get().revision == link.revision

        clock.shift(60)
        ActivityFactory.create(athlete=athlete, local_date=athlete.today())
        assert unread_of(coach) == 1
        assert [row.unread for row in roster(UserFactory.create())] == []


def test_news_of_a_closed_class_are_not_counted(coach: User) -> None:
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False) as clock:
        athlete = coached(coach, {"load": "read"})
        session = PlannedSessionFactory.create(athlete=athlete, day=athlete.today())
        clock.shift(60)
        ActivityFactory.create(athlete=athlete, local_date=athlete.today())
        SessionComment.objects.create(session=session, author=athlete.user, text="Heavy legs")
        assert unread_of(coach) == 0


def test_a_broken_connection_shows_where_connections_are_open(client: Client, coach: User) -> None:
    for scopes in (OPEN, OPEN | {"connections": ""}):
        athlete = coached(coach, {name: level for name, level in scopes.items() if level})
        ConnectionFactory.create(athlete=athlete, state=Connection.State.RECONNECT)

    assert sorted(row.is_cut_off for row in roster(coach)) == [False, True]
    page = client.get(reverse(INDEX) + "?only=cut-off").content.decode()
    assert ("1 of 2 athletes" in page, page.count("Garmin has to be connected anew")) == (True, 1)


def test_weeks_and_signals_follow_the_day_of_the_athlete(coach: User) -> None:
    """On the Line Islands it is tomorrow already: yesterday's session is due, an old signal is over."""
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        for zone in ("Pacific/Kiritimati", "UTC"):
            athlete = coached(coach, name=zone, time_zone=zone)
            missed = PlannedSession.State.MISSED
            PlannedSessionFactory.create(athlete=athlete, day=date(2026, 11, 22), state=missed)
            SignalFactory.create(athlete=athlete, start=date(2026, 11, 8), end=date(2026, 11, 9))

        found = {row.athlete.name: (row.adherence, row.signals is None) for row in roster(coach)}

    assert found == {"Pacific/Kiritimati": (0.0, True), "UTC": (None, False)}
