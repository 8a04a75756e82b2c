"""All athletes on one screen: what is open, in the order that was asked for, and what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.selectors.roster import Row, queue, roster
from analysis.services.analysing import analyse
from athletes.models import DATA_CLASSES, Athlete, CoachLink, DataRead, User
from metrics.models import Race
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, store_loads
from tests.factories.plans import PlannedSessionFactory, ProposalFactory
from tests.factories.signals import SignalFactory

pytestmark = pytest.mark.django_db
OPEN = dict.fromkeys(("load", "plan", "activities", "analysis"), "write")
MOST_QUERIES = 24


@pytest.fixture
def coach() -> User:
    return UserFactory.create(name="Cleo")


def coached(coach: User, name: str, scopes: dict[str, str] = OPEN, **link: Any) -> Athlete:
    athlete: Athlete = AthleteFactory.create(name=name, time_zone="UTC")
    CoachLinkFactory.create(coach=coach, athlete=athlete, scopes=scopes, **link)
    return athlete


def lived(athlete: Athlete) -> None:
    """Three weeks of a load of 70 a day, a session of two done, a signal, a race and a proposal."""
    today = athlete.today()
    store_loads(athlete, today - timedelta(days=20), [70.0] * 21)
    ActivityFactory.create(athlete=athlete, local_date=today - timedelta(days=3))
    for ago, state in ((3, "done"), (2, "missed")):
        PlannedSessionFactory.create(athlete=athlete, day=today - timedelta(days=ago), state=state)
    SignalFactory.create(athlete=athlete, start=today - timedelta(days=1))
    Race.objects.create(athlete=athlete, name="Harbour run", sport="running", date=today + timedelta(days=9))
    ProposalFactory.create(plan__athlete=athlete, athlete=athlete)


def row_of(coach: User, athlete: Athlete) -> Row:
    return next(row for row in roster(coach) if row.athlete == athlete)


def names(client: Client, query: str = "") -> list[str]:
    rows = client.get(reverse("roster:index") + query).context["rows"]
    return [row.athlete.name for row in rows]


def test_a_row_says_where_an_athlete_stands(coach: User) -> None:
    athlete = coached(coach, "Ada")
    lived(athlete)

    row = row_of(coach, athlete)

    assert row.standing is not None
    assert row.standing.fitness == pytest.approx(70 * (1 - (1 - 1 / 42) ** 21), rel=0.02)
    assert row.standing.form < 0
    assert row.signals is not None
    assert (row.signals.count, row.signals.is_grave) == (1, False)
    assert (row.adherence, row.silent_days, row.waits) == (0.5, 3, 1)
    assert row.race is not None
    assert row.race.name == "Harbour run"


@pytest.mark.parametrize("data", ["load", "plan", "activities"])
def test_what_is_closed_is_not_told(client: Client, coach: User, data: str) -> None:
    athlete = coached(coach, "Ada", {name: "read" for name in OPEN if name != data})
    lived(athlete)
    client.force_login(coach)

    row, page = row_of(coach, athlete), client.get(reverse("roster:index")).content.decode()

    told = {
        "load": row.standing is None and row.signals is None,
        "plan": (row.adherence, row.race, row.waits) == (None, None, 0) and "Harbour run" not in page,
        "activities": row.last_activity is None,
    }
    assert told == {name: name == data for name in told}
    assert "closed" in page


def test_a_signal_that_rests_on_a_closed_class_does_not_count(coach: User) -> None:
    athlete = coached(coach, "Ada")
    SignalFactory.create(athlete=athlete, start=athlete.today() - timedelta(days=1), needs="heart,load")

    assert row_of(coach, athlete).signals is None


def test_nobody_is_listed_whose_link_is_not_in_force(client: Client, coach: User) -> None:
    coached(coach, "Asked", status=CoachLink.Status.PENDING)
    coached(coach, "Ended", status=CoachLink.Status.REVOKED)
    coached(coach, "Over", valid_until=timezone.now() - timedelta(seconds=1))
    coached(UserFactory.create(), "Of another")
    client.force_login(coach)

    assert names(client) == []
    assert "Nobody lets you read along yet" in client.get(reverse("roster:index")).content.decode()


def test_without_a_second_factor_a_coach_sees_nobody(coach: User, settings: Any) -> None:
    settings.COACHES_NEED_MFA = True
    coached(coach, "Ada")

    assert roster(coach) == []


def test_rows_are_filtered_and_sorted_by_the_address(client: Client, coach: User) -> None:
    lived(coached(coach, "Zoe"))
    coached(coach, "Ada")
    client.force_login(coach)

    assert names(client) == ["Ada", "Zoe"]
    assert names(client, "?sort=form") == ["Zoe", "Ada"]
    assert names(client, "?sort=gap") == ["Ada", "Zoe"]
    assert names(client, "?only=signals") == names(client, "?only=waits") == names(client, "?q=zo") == ["Zoe"]
    assert names(client, "?only=silent") == ["Ada"]
    assert names(client, "?only=nonsense&sort=nonsense") == ["Ada", "Zoe"]


def test_each_athlete_sees_that_the_coach_looked(client: Client, coach: User) -> None:
    athlete = coached(coach, "Ada", {"load": "read"})
    client.force_login(coach)

    client.get(reverse("roster:index"))

    seen = DataRead.objects.filter(athlete=athlete, viewer=coach).values_list("data_class", flat=True)
    assert list(seen) == ["load"]


def test_the_queue_holds_what_waits_for_this_coach_and_nothing_else(client: Client, coach: User) -> None:
    mine, closed = coached(coach, "Ada", reviews_drafts=True), coached(coach, "Dora", {"load": "read"})
    reads = coached(coach, "Evelyn", dict.fromkeys(OPEN, "read"), reviews_drafts=True)
    follows = coached(
        coach, "Fiona", dict.fromkeys(OPEN, "read"), reviews_drafts=True, role=CoachLink.Role.FOLLOWER
    )
    for athlete in (
        mine,
        closed,
        reads,
        follows,
        coached(UserFactory.create(), "Cyril", reviews_drafts=True),
    ):
        ProposalFactory.create(plan__athlete=athlete, athlete=athlete)
        draft = analyse(athlete=athlete)
        draft.engine, draft.status, draft.review = "claude", "draft", "waiting"
        draft.save()
    client.force_login(coach)

    found = queue(coach)
    page = client.get(reverse("roster:queue")).content.decode()

    assert [(each.athlete.name, reason) for each, reason in found.proposals] == [
        ("Ada", "A key session was missed.")
    ]
    assert [each.athlete.name for each in found.drafts] == ["Ada"]
    assert {row.athlete.name: row.waits for row in roster(coach)} == {
        **{"Ada": 2, "Dora": 0, "Evelyn": 0, "Fiona": 0}
    }
    assert ("Ada" in page, "Dora" in page, "Cyril" in page) == (True, False, False)


QUEUE = "roster:queue"
ANSWERS = {
    "plans:plan-proposal-accept": "accepted",
    "plans:plan-proposal-refuse": "refused",
    "analysis:draft-approve": "approved",
    "analysis:draft-reject": "rejected",
}


def waits_for(name: str, athlete: Athlete) -> tuple[Any, str]:
    """What waits for an answer, and the field of it that the answer changes."""
    if name.startswith("plans"):
        return ProposalFactory.create(plan__athlete=athlete, athlete=athlete), "state"
    draft = analyse(athlete=athlete)
    draft.engine, draft.status, draft.review = "claude", "draft", "waiting"
    draft.save()
    return draft, "review"


@pytest.mark.parametrize("name", ANSWERS)
def test_what_waits_is_answered_on_the_queue_and_a_second_click_finds_it_answered(
    client: Client, coach: User, name: str
) -> None:
    athlete = coached(coach, "Ada", dict.fromkeys(DATA_CLASSES, "write"), reviews_drafts=True)
    row, field = waits_for(name, athlete)
    client.force_login(coach)
    queue_page, act = reverse(QUEUE), reverse(name, args=[athlete.uid, row.uid])
    assert act in client.get(queue_page).content.decode()

    for _ in ("first", "again"):
        given = client.post(act, {"revision": row.revision, "back": queue_page})
        row.refresh_from_db()
        assert (getattr(row, field), given.headers["Location"]) == (ANSWERS[name], queue_page)
    assert act not in client.get(queue_page).content.decode()


@pytest.mark.parametrize("name", ANSWERS)
def test_nobody_else_answers_for_the_coach_and_nobody_is_led_elsewhere(
    client: Client, coach: User, name: str
) -> None:
    athlete = coached(coach, "Ada", dict.fromkeys(DATA_CLASSES, "write"), reviews_drafts=True)
    row, field = waits_for(name, athlete)
    before = getattr(row, field)
    act = reverse(name, args=[athlete.uid, row.uid])
    reader = CoachLinkFactory.create(athlete=athlete, scopes=dict.fromkeys(DATA_CLASSES, "read")).coach
    for other in (UserFactory.create(), reader):
        client.force_login(other)
        assert client.post(act, {"revision": row.revision}).status_code in {403, 404}
    row.refresh_from_db()
    assert getattr(row, field) == before

    client.force_login(coach)
    given = client.post(act, {"revision": row.revision, "back": "https://elsewhere.example/"})
    own = "plans:plan-proposal" if name.startswith("plans") else "analysis:drafts"
    args = [athlete.uid, row.uid] if name.startswith("plans") else [athlete.uid]
    assert given.headers["Location"] == reverse(own, args=args)


def test_more_athletes_ask_no_more_often(coach: User) -> None:
    counts = []
    for number in (1, 3):
        for name in range(number):
            lived(coached(coach, f"Athlete {number} {name}"))
        roster(coach)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            roster(coach)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_coach_of_several_starts_there(client: Client, coach: User) -> None:
    for name in ("Ada", "Bo"):
        coached(coach, name)
    client.force_login(coach)

    assert client.get(reverse("home")).headers["Location"] == reverse("roster:index")
