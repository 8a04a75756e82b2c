"""Plans and sessions through the API."""

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
from plans.models import Plan, PlanChange, PlannedSession, SessionComment
from plans.services.planning import make
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import (
    ChangeFactory,
    PlanFactory,
    PlannedSessionFactory,
    ProposalFactory,
    week_of,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    athlete: Athlete = AthleteFactory(hr_max_bpm=190, hr_rest_bpm=50)
    ThresholdFactory(
        athlete=athlete,
        sport="running",
        kind="threshold_pace_s_per_km",
        value=270,
        valid_from=date(2026, 1, 1),
    )
    return athlete


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def path(name: str, athlete: Athlete | str = "me", **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **kwargs})


def send(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def new_session(client: Client, **fields: Any) -> Any:
    body = {"day": "2026-11-24", "sport": "running", "text": "- 10m Z1\n- 30m Z2\n- 5m Z1", **fields}
    return send(client, "post", path("session-list"), body)


def test_a_session_is_written_as_text_and_read_as_steps(client: Client) -> None:
    made = new_session(client)

    assert made.status_code == 201
    body = made.json()
    assert (body["day"], body["minutes"], body["state"], body["origin"]) == (
        "2026-11-24",
        45,
        "planned",
        "person",
    )
    assert [(step["duration_s"], step["low"]) for step in body["steps"]] == [(600, 1), (1800, 2), (300, 1)]
    again = client.get(path("session", uid=body["uid"]))
    assert again.json() == body
    assert again["ETag"] == made["ETag"]


def test_a_workout_that_cannot_be_read_names_the_line(client: Client) -> None:
    response = new_session(client, text="- 10m Z1\n- 30 Z2")

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (400, "WORKOUT_INVALID")
    assert error["fields"]["text"][0].startswith("Line 2: ")
    assert not PlannedSession.objects.exists()


def test_text_and_steps_together_are_refused(client: Client) -> None:
    response = new_session(client, steps=[{"kind": "work", "duration_s": 600, "target": "none"}])

    assert response.json()["error"]["fields"] == {"text": ["Give the workout as `text` or as `steps`."]}


def test_the_past_is_frozen(client: Client, athlete: Athlete) -> None:
    gone = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 20))

    assert new_session(client, day="2026-11-21").json()["error"]["code"] == "SESSION_IN_PAST"
    moved = send(client, "patch", path("session", uid=gone.uid), {"day": "2026-11-24"})
    assert moved.json()["error"]["code"] == "SESSION_IN_PAST"
    gone.refresh_from_db()
    assert gone.day == date(2026, 11, 20)


def test_a_change_names_the_copy_it_was_made_from(client: Client, athlete: Athlete) -> None:
    row = PlannedSessionFactory(athlete=athlete, day=TUESDAY)
    url = path("session", uid=row.uid)
    old = client.get(url)["ETag"]

    first = send(client, "patch", url, {"day": "2026-11-26", "title": "Mine"}, if_match=old)
    second = send(client, "patch", url, {"title": "Theirs"}, if_match=old)

    assert (first.status_code, first.json()["day"], first.json()["title"]) == (200, "2026-11-26", "Mine")
    assert second.status_code == 412
    assert list(PlanChange.objects.order_by("pk").values_list("act", flat=True)) == ["edit", "move"]


def test_sessions_are_filtered_by_day_and_state(client: Client, athlete: Athlete) -> None:
    for day in (TUESDAY, THURSDAY):
        PlannedSessionFactory(athlete=athlete, day=day)
    PlannedSessionFactory(athlete=athlete, day=THURSDAY, state="skipped", skip_reason="time")
    PlannedSessionFactory(athlete=athlete, day=THURSDAY, plan=PlanFactory(athlete=athlete, state="draft"))

    rows = client.get(path("session-list"), {"from": "2026-11-25", "to": "2026-12-01"}).json()["results"]
    skipped = client.get(path("session-list"), {"state": "skipped"}).json()["results"]

    assert [(row["day"], row["state"]) for row in rows] == [
        ("2026-11-26", "planned"),
        ("2026-11-26", "skipped"),
    ]
    assert [row["skip_reason"] for row in skipped] == ["time"]


def test_sessions_are_swapped_skipped_and_taken_up_again(client: Client, athlete: Athlete) -> None:
    one, other = (PlannedSessionFactory(athlete=athlete, day=day) for day in (TUESDAY, THURSDAY))

    swapped = send(client, "post", path("session-swap", uid=one.uid), {"with_uid": str(other.uid)})
    skipped = send(client, "post", path("session-skip", uid=one.uid), {"reason": "ill", "note": "Cold"})
    again = send(client, "post", path("session-unskip", uid=one.uid))

    assert swapped.json()["day"] == "2026-11-26"
    assert (skipped.json()["state"], skipped.json()["skip_reason"]) == ("skipped", "ill")
    assert (again.json()["state"], again.json()["skip_reason"]) == ("planned", "")


def test_what_was_done_needs_the_right_to_see_activities(athlete: Athlete) -> None:
    PlannedSessionFactory(
        athlete=athlete,
        day=TUESDAY,
        state="done",
        activity=ActivityFactory(athlete=athlete),
        adherence={"score": 0.9, "basis": "session", "steps": []},
    )
    coach = Client()
    coach.force_login(CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach)

    row = coach.get(path("session-list", athlete)).json()["results"][0]

    assert "activity_uid" not in row
    assert "adherence" not in row
    assert row["state"] == "done"


def test_which_activity_a_session_was_can_be_said_and_taken_back(client: Client, athlete: Athlete) -> None:
    row = PlannedSessionFactory(athlete=athlete, day=NOW.date())
    activity = ActivityFactory(athlete=athlete, local_date=NOW.date(), start_time=NOW, sport="running")
    theirs = ActivityFactory()

    refused = send(client, "post", path("session-link", uid=row.uid), {"activity_uid": str(theirs.uid)})
    linked = send(client, "post", path("session-link", uid=row.uid), {"activity_uid": str(activity.uid)})
    taken_back = send(client, "post", path("session-unlink", uid=row.uid))

    assert list(refused.json()["error"]["fields"]) == ["activity_uid"]
    assert (linked.json()["activity_uid"], linked.json()["state"] in ("done", "partly")) == (
        str(activity.uid),
        True,
    )
    assert (taken_back.json()["activity_uid"], taken_back.json()["state"]) == (None, "planned")


def test_a_comment_has_its_author(client: Client, athlete: Athlete) -> None:
    row = PlannedSessionFactory(athlete=athlete, day=TUESDAY)
    coach = CoachLinkFactory(athlete=athlete, scopes={"plan": "write"}).coach
    theirs = Client()
    theirs.force_login(coach)

    send(theirs, "post", path("session-comments", athlete, uid=row.uid), {"text": "Slower."})

    assert SessionComment.objects.get().author == coach
    found = client.get(path("session-comments", uid=row.uid)).json()
    assert [(each["author"], each["text"]) for each in found] == [("a coach", "Slower.")]


def test_a_plan_is_asked_for_made_adopted_and_that_undone(client: Client, athlete: Athlete) -> None:
    week_of(athlete, [0, 45, 0, 45, 0, 60, 90])

    asked = send(client, "post", path("plan-list"), {"sport": "running", "weeks": 4})
    uid = asked.json()["uid"]
    make(plan_id=Plan.objects.get().pk)
    drafted = client.get(path("plan", uid=uid)).json()
    none_yet = client.get(path("session-list")).json()["results"]
    adopted = send(client, "post", path("plan-adopt", uid=uid))
    sessions = client.get(path("session-list")).json()["results"]

    assert (asked.status_code, asked.json()["state"]) == (202, "making")
    assert (drafted["state"], drafted["status"], len(drafted["weeks"])) == ("draft", "ok", 4)
    assert [each["rule"] for each in drafted["checks"]] == list(range(1, 21))
    assert none_yet == []
    assert adopted.json()["state"] == "active"
    assert {date.fromisoformat(each["day"]).weekday() for each in sessions} <= {1, 3, 5, 6}

    change = client.get(path("plan-change-list")).json()["results"][0]
    undone = send(client, "post", path("plan-change-undo", uid=change["uid"]))

    assert (change["act"], change["author"]) == ("adopt", athlete.name)
    assert undone.status_code == 201
    assert client.get(path("session-list")).json()["results"] == []


def test_preferences_are_changed_in_part(client: Client, athlete: Athlete) -> None:
    before = client.get(path("training-preferences")).json()
    rooms = [{"weekday": 1, "minutes": 60}, {"weekday": 5, "minutes": 120, "sessions": 2}]

    after = send(client, "patch", path("training-preferences"), {"strength": True, "rooms": rooms})

    assert (before["is_saved"], before["strength"]) == (False, False)
    body = after.json()
    assert (body["is_saved"], body["strength"], body["experience"]) == (True, True, before["experience"])
    assert [(room["minutes"], room["sessions"]) for room in body["rooms"] if room["minutes"]] == [
        (60, 1),
        (120, 2),
    ]


def test_what_no_column_holds_is_refused_by_field(client: Client) -> None:
    twice = [{"weekday": 0, "minutes": 60}, {"weekday": 0, "minutes": 90}]

    rooms = send(client, "patch", path("training-preferences"), {"rooms": twice})

    assert rooms.json()["error"]["fields"] == {"rooms": ["A weekday is named twice."]}
    for slot in (0, 10, 2**63):
        assert list(new_session(client, slot=slot).json()["error"]["fields"]) == ["slot"]


def test_evidence_needs_the_right_to_its_data(client: Client, athlete: Athlete) -> None:
    low = {"metric": "hrv_night", "date": "2026-11-22", "value": 3.4, "unit": "ln ms", "baseline": 3.9}
    change = {"session": None, "act": "add", "before": None, "after": {}, "reason": "", "evidence": [low]}
    ProposalFactory(plan=PlanFactory(athlete=athlete), evidence=[low], changes=[change])
    coach = Client()
    coach.force_login(CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach)

    mine = client.get(path("plan-proposal-list")).json()["results"][0]
    theirs = coach.get(path("plan-proposal-list", athlete)).json()["results"][0]

    shown = low | {"url": reverse("analysis:daily", args=[athlete.uid, "hrv"])}
    assert (mine["evidence"], mine["changes"][0]["evidence"]) == ([shown], [shown])
    assert (theirs["evidence"], theirs["changes"][0]["evidence"]) == ([], [])


def test_a_reason_is_told_to_who_may_know_it(client: Client, athlete: Athlete) -> None:
    change = {"session": None, "act": "add", "before": None, "after": {}, "reason": "Ill.", "evidence": []}
    plan = PlanFactory(athlete=athlete)
    proposal = ProposalFactory(plan=plan, cause="illness", reason="You were ill.", changes=[change])
    ChangeFactory(athlete=athlete, act="adapt", reason="You were ill.", proposal=proposal)
    unsaid = "For a reason that you cannot see: ask the athlete."

    for scopes, expected in (
        ({"plan": "read"}, (None, unsaid, "", unsaid)),
        ({"plan": "read", "notes": "read"}, ("illness", "You were ill.", "Ill.", "You were ill.")),
    ):
        coach = Client()
        coach.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
        row = coach.get(path("plan-proposal-list", athlete)).json()["results"][0]
        made = coach.get(path("plan-change-list", athlete)).json()["results"][0]
        assert (row["cause"], row["reason"], row["changes"][0]["reason"], made["reason"]) == expected


def test_what_stands_in_the_way_of_a_plan_is_told_to_who_may_know_it(
    client: Client, athlete: Athlete
) -> None:
    ill = {"rule": None, "from": None, "to": None, "why": "There is no plan because of illness."}
    PlanFactory(
        athlete=athlete, state="failed", blocking=["illness"], relaxed=[ill], error_message=ill["why"]
    )
    unsaid = "For a reason that you cannot see: ask the athlete."

    for scopes, blocking, why in (
        ({"plan": "read"}, "unsaid", unsaid),
        ({"plan": "read", "notes": "read"}, "illness", ill["why"]),
    ):
        row = plans_of(athlete, scopes)
        assert (row["blocking"], row["relaxed"], row["error_message"]) == (
            [blocking],
            [ill | {"why": why}],
            why,
        )


def test_how_fit_somebody_is_needs_the_load(client: Client, athlete: Athlete) -> None:
    falls = {"rule": None, "from": 51.0, "to": 49.8, "why": "A race: fitness falls in week 2."}
    less = {"rule": None, "from": 3.0, "to": 2.0, "why": "Sessions a week gave way in week 2."}
    PlanFactory(athlete=athlete, relaxed=[falls, less])

    assert plans_of(athlete, {"plan": "read"})["relaxed"] == [falls | {"from": None, "to": None}, less]
    assert plans_of(athlete, {"plan": "read", "load": "read"})["relaxed"] == [falls, less]


def plans_of(athlete: Athlete, scopes: dict[str, str]) -> dict[str, Any]:
    """The one plan of the athlete as a coach with these scopes gets it."""
    coach = Client()
    coach.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
    (row,) = coach.get(path("plan-list", athlete)).json()
    return dict(row)


def test_the_future_needs_load_as_well(client: Client, athlete: Athlete) -> None:
    PlannedSessionFactory(athlete=athlete, day=TUESDAY, load=45)
    coach = Client()
    coach.force_login(CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach)

    days = client.get(path("future-load")).json()

    assert [(day["date"], day["planned_load"]) for day in days] == [
        ("2026-11-22", 0),
        ("2026-11-23", 0),
        ("2026-11-24", 45),
    ]
    assert coach.get(path("future-load", athlete)).json() == []
