"""What somebody with fewer rights reads of an analysis: words and evidence made without the rest."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from analysis.evidence.context import Context, MarkerRow, RaceRow, Room, SessionRow
from analysis.evidence.hiding import GUARDED, without
from analysis.evidence.private import NoteRow, Private
from analysis.models import Analysis
from analysis.services.analysing import analyse
from analysis.visible import visible
from metrics.models import Race
from tests.analysis.builders import ATHLETE, TODAY, WEEK, build_pack, even_nights, explain
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.own_word import AnnotationFactory, CheckInFactory
from tests.factories.plans import PlannedSessionFactory, PreferencesFactory

DAY = timedelta(days=1)
CONTEXT = Context(
    markers=(MarkerRow("travel", TODAY - 2 * DAY, None),),
    races=(RaceRow("running", TODAY + 20 * DAY, "A", 10_000.0, 2_400.0),),
    sessions=(SessionRow(ATHLETE, "running", TODAY + DAY, "easy", 45, 45, False),),
    room=Room("novice", 6, 300, (0, 45, 0, 45, 0, 0, 90)),
    private=Private("35-39", "female", 5, ("fact",), (NoteRow("check_in", TODAY, "note"),)),
)


def whole():
    nights = {
        **even_nights(67),
        "weight_kg": [70.0, 71.0] * 33,
        "steps": [9_000.0] * 67,
        "own_feel": [3.0, 4.0] * 33,
    }
    return build_pack(WEEK * 26, nights=nights, context=CONTEXT)


def prefixes(pack):
    return {ref.partition(".")[0] for ref in pack.by_id}


@pytest.mark.parametrize(
    ("hidden", "ids", "sections"),
    [
        ("notes", {"own_feel", "H1"}, {"memory", "notes"}),
        ("plan", {"P1", "E1", "room"}, {"planned", "events"}),
        ("cycle", {"H2"}, set()),
        ("profile", set(), set()),
        ("body", {"weight"}, set()),
        ("heart", {"hrv", "resting_hr", "steps"}, set()),
        ("sleep", {"sleep"}, set()),
    ],
)
def test_each_class_takes_its_part_and_nothing_else(hidden, ids, sections):
    full, rest = whole(), without(whole(), {hidden})
    assert prefixes(full) - prefixes(rest) == ids
    empty = {name for name in ("memory", "notes", "planned", "events", "health") if not getattr(rest, name)}
    assert empty == sections
    columns = {column.name for table in rest.tables for column in table.columns}
    assert columns.isdisjoint(ids)


def test_markers_are_notes_and_the_cycle_is_its_own():
    assert [each.kind for each in without(whole(), {"notes"}).health] == ["cycle"]
    assert [each.kind for each in without(whole(), {"cycle"}).health] == ["travel"]


def test_who_somebody_is_and_how_they_can_train_are_told_apart():
    told = without(whole(), {"profile"}).profile
    assert (told.age_band, told.sex, told.experience) == ("", "", "novice")
    told = without(whole(), {"plan"}).profile
    assert (told.age_band, told.experience, told.long_day) == ("35-39", "", "")


def test_all_refs_of_what_is_left_are_there():
    rest = without(whole(), GUARDED)
    facts = (*rest.signals, *rest.activities, *rest.planned, *rest.events, *rest.health)
    assert {ref for each in facts for ref in each.refs} <= set(rest.by_id)


def test_nothing_hidden_is_nothing_changed():
    pack = whole()
    shown = {**explain(WEEK * 26), "pack": pack.to_json()}
    assert without(pack, ()) == pack
    assert visible(shown, ()) == shown


class TestIll:
    """A marker is the athlete's; what it forbids nobody is advised, and why stays with them."""

    def shown(self, hidden):
        nights = even_nights(67)
        nights["sleep_s"][-8:] -= 6000
        pack = build_pack(
            WEEK * 26, nights=nights, context=Context(markers=(MarkerRow("illness", TODAY, None),))
        )
        answered = explain(
            WEEK * 26, nights=nights, context=Context(markers=(MarkerRow("illness", TODAY, None),))
        )
        return visible({**answered, "pack": pack.to_json()}, hidden)

    def test_it_is_not_told_and_not_asked_about(self):
        assert "ill" in self.shown(())["headline"]["text"]
        rest = self.shown({"notes"})
        assert " ill " not in str(rest)
        assert "illness" not in str(rest["pack"])
        assert rest["questions"] == []

    def test_what_it_forbids_is_not_advised(self):
        assert {each["category"] for each in self.shown({"notes"})["recommendations"]} <= {"health", "sleep"}


@pytest.fixture
def told(athlete):
    train(athlete, WEEK * 25)
    AnnotationFactory(athlete=athlete, kind="travel", start=TODAY - 2 * DAY, end=None)
    CheckInFactory(athlete=athlete, date=TODAY)
    Race.objects.create(athlete=athlete, name="10 km", sport="running", date=TODAY + 9 * DAY, priority="A")
    PlannedSessionFactory(athlete=athlete, day=TODAY + DAY)
    PreferencesFactory(athlete=athlete)
    analyse(athlete=athlete)
    return athlete


def pack_for(user, athlete):
    client = Client()
    client.force_login(user)
    uid = Analysis.objects.get().uid
    answer = client.get(reverse("api:analysis-pack", kwargs={"athlete": str(athlete.uid), "uid": uid}))
    return answer.status_code, answer.json()


def sections(pack):
    return {name for name in ("health", "planned", "events") if pack[name]}


def test_the_owner_reads_everything(told):
    status, pack = pack_for(told.user, told)
    assert (status, sections(pack)) == (200, {"health", "planned", "events"})


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        ({}, set()),
        ({"notes": "read"}, {"health"}),
        ({"plan": "read"}, {"planned", "events"}),
        ({"notes": "read", "plan": "read"}, {"health", "planned", "events"}),
    ],
)
def test_a_coach_reads_what_was_granted(told, scopes, seen):
    coach = CoachLinkFactory(athlete=told, scopes={"analysis": "read", **scopes}).coach
    status, pack = pack_for(coach, told)
    assert (status, sections(pack)) == (200, seen)
    assert any(value["metric"] == "own_feel" for value in pack["values"]) is False
    own = [
        column["name"]
        for table in pack["tables"]
        for column in table["columns"]
        if column["name"] == "own_feel"
    ]
    assert own == (["own_feel"] if "notes" in scopes else [])
    assert Analysis.objects.get().pack["health"] != []


def test_a_stranger_reads_nothing_and_changes_nothing(told):
    before = Analysis.objects.values().get()
    status, _ = pack_for(UserFactory(), told)
    assert status == 404
    assert Analysis.objects.values().get() == before
