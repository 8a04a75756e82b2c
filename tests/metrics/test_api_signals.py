"""Signals over the API: lists by filter, one of them, and what may be said to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from metrics.models import Signal
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.signals import SignalFactory

DAY = timedelta(days=1)
SPIKE = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete():
    return AthleteFactory()


@pytest.fixture
def signal(athlete):
    return SignalFactory(athlete=athlete)


def client_of(user):
    client = APIClient()
    client.force_login(user)
    return client


def listed(athlete, user=None, **query):
    response = client_of(user or athlete.user).get(f"/api/v1/athletes/{athlete.uid}/signals/", query)
    assert response.status_code == 200, response.content
    return [each["kind"] for each in response.json()["results"]]


def address(signal):
    return f"/api/v1/athletes/{signal.athlete.uid}/signals/{signal.uid}/"


def change(signal, user=None, headers=None, **data):
    return client_of(user or signal.athlete.user).patch(address(signal), data, "json", headers=headers)


def test_one_signal_in_full(athlete):
    run = ActivityFactory(athlete=athlete)
    signal = SignalFactory(athlete=athlete, activity=run)
    shown = client_of(athlete.user).get(address(signal)).json()
    stamps = {name: shown.pop(name) for name in ("created_at", "updated_at")}
    assert all(stamps.values())
    assert shown == {
        "uid": str(signal.uid),
        "kind": "load_spike",
        "start": "2026-11-20",
        "end": "2026-11-21",
        "severity": "watch",
        "confidence": "medium",
        "activity": str(run.uid),
        "evidence": [
            {
                "metric": "load",
                "date": "2026-11-20",
                "value": 180.0,
                "unit": "load",
                "baseline": 100.0,
                "z": None,
            }
        ],
        "acknowledged_at": None,
        "answer": "",
        "revision": 1,
    }


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({}, ["form_low", "load_spike", "form_high"]),
        ({"kind": "form_low"}, ["form_low"]),
        ({"severity": ["act", "info"]}, ["form_low", "form_high"]),
        ({"acknowledged": "true"}, ["form_high"]),
        ({"acknowledged": "false"}, ["form_low", "load_spike"]),
        ({"from": "2026-11-21"}, ["form_low"]),
        ({"to": "2026-11-21"}, ["load_spike", "form_high"]),
        ({"from": "2026-11-20", "to": "2026-11-21"}, ["load_spike"]),
    ],
)
def test_the_list_is_narrowed_by_the_query(athlete, signal, query, kinds):
    SignalFactory(athlete=athlete, kind="form_low", severity="act", start=SPIKE + DAY, end=None)
    over = SignalFactory(athlete=athlete, kind="form_high", severity="info", start=SPIKE - 9 * DAY)
    Signal.objects.filter(pk=over.pk).update(acknowledged_at=over.created_at)
    assert listed(athlete, **query) == kinds


def test_a_severity_that_does_not_exist_is_refused(athlete):
    response = client_of(athlete.user).get(
        f"/api/v1/athletes/{athlete.uid}/signals/", {"severity": "terrible"}
    )
    assert response.status_code == 400


class TestSaying:
    def test_it_is_acknowledged_with_an_answer(self, signal):
        shown = change(signal, acknowledged=True, answer="On holiday").json()
        assert (shown["answer"], shown["acknowledged_at"] is not None) == ("On holiday", True)
        assert Signal.objects.get().acknowledged_by == signal.athlete.user

    def test_it_is_taken_back(self, signal):
        change(signal, acknowledged=True, answer="On holiday")
        shown = change(signal, acknowledged=False).json()
        assert (shown["answer"], shown["acknowledged_at"]) == ("", None)

    def test_somebody_who_was_slower_is_told_so(self, signal):
        tag = client_of(signal.athlete.user).get(address(signal)).headers["ETag"]
        change(signal, acknowledged=True)
        response = change(signal, headers={"If-Match": tag}, acknowledged=False)
        assert response.status_code == 412
        assert Signal.objects.get().acknowledged_at is not None

    @pytest.mark.parametrize(
        "data", [{}, {"acknowledged": "perhaps"}, {"acknowledged": True, "answer": "x" * 301}]
    )
    def test_nonsense_is_refused(self, signal, data):
        assert change(signal, **data).status_code == 400
        assert Signal.objects.get().acknowledged_at is None


class TestOthers:
    @pytest.fixture
    def body(self, athlete):
        return SignalFactory(athlete=athlete, kind="illness_onset", needs="heart,sleep")

    def coach(self, athlete, **scopes):
        return CoachLinkFactory(athlete=athlete, coach=UserFactory(), scopes=scopes).coach

    @pytest.mark.parametrize(
        ("scopes", "kinds"),
        [
            ({"load": "read"}, ["load_spike"]),
            ({"load": "read", "heart": "read"}, ["load_spike"]),
            ({"load": "read", "heart": "read", "sleep": "write"}, ["illness_onset", "load_spike"]),
        ],
    )
    def test_a_coach_sees_what_rests_on_data_they_may_read(self, athlete, signal, body, scopes, kinds):
        coach = self.coach(athlete, **scopes)
        assert sorted(listed(athlete, coach)) == kinds
        found = client_of(coach).get(address(body)).status_code
        assert found == (200 if "illness_onset" in kinds else 404)

    def test_a_coach_who_may_only_read_changes_nothing(self, athlete, signal):
        coach = self.coach(athlete, load="read")
        assert change(signal, coach, acknowledged=True).status_code == 404
        assert Signal.objects.get().acknowledged_at is None

    def test_a_coach_who_may_write_speaks_in_their_own_name(self, athlete, signal):
        coach = self.coach(athlete, load="write")
        assert change(signal, coach, acknowledged=True).status_code == 200
        assert Signal.objects.get().acknowledged_by == coach

    def test_a_stranger_finds_nothing_and_changes_nothing(self, athlete, signal):
        stranger = AthleteFactory().user
        assert client_of(stranger).get(address(signal)).status_code == 404
        assert change(signal, stranger, acknowledged=True).status_code == 404
        assert client_of(stranger).get(f"/api/v1/athletes/{athlete.uid}/signals/").status_code == 404
        assert Signal.objects.get().acknowledged_at is None

    def test_one_s_own_address_does_not_open_another_s_signal(self, signal):
        other = AthleteFactory()
        response = client_of(other.user).get(f"/api/v1/athletes/me/signals/{signal.uid}/")
        assert response.status_code == 404


def test_the_words_of_the_athlete_need_the_notes(athlete):
    signal = SignalFactory(athlete=athlete, answer="Felt ill", acknowledged_at=timezone.now())
    for scopes, answer in (({"load": "read"}, ""), ({"load": "read", "notes": "read"}, "Felt ill")):
        coach = CoachLinkFactory(athlete=athlete, scopes=scopes).coach
        shown = client_of(coach).get(address(signal))
        page = client_of(coach).get(f"/athletes/{athlete.uid}/signals/")
        assert (shown.json()["answer"], ("Felt ill" in page.content.decode())) == (answer, bool(answer))
