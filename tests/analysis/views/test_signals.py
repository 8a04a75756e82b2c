"""The page of signals: what waits, what was, and who may see and say what."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from metrics.models import Signal
from metrics.services.signals import acknowledge
from tests.analysis.builders import TODAY
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.signals import SignalFactory

DAY = timedelta(days=1)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def page(athlete, user=None, **query):
    address = reverse("analysis:signals", kwargs={"athlete": athlete.uid})
    return client_of(user or athlete.user).get(address, query)


def told(response, part):
    return [each.signal for each in response.context[part]]


def post(athlete, name, signal, user=None, htmx=False, **data):
    address = reverse(f"analysis:{name}", kwargs={"athlete": athlete.uid, "uid": signal.uid})
    headers = {"HX-Request": "true"} if htmx else {}
    return client_of(user or athlete.user).post(address, data, headers=headers)


def coach_of(athlete, **scopes):
    return CoachLinkFactory(athlete=athlete, coach=UserFactory(), scopes=scopes).coach


@pytest.fixture
def signal(athlete):
    return SignalFactory(athlete=athlete, start=TODAY - DAY)


def test_without_any_signal_it_says_what_will_be_here(athlete):
    response = page(athlete)
    assert response.status_code == 200
    assert "Nothing waits" in response.content.decode()


def test_what_is_recent_waits_the_gravest_first(athlete, signal):
    act = SignalFactory(athlete=athlete, kind="form_low", severity="act", start=TODAY - 9 * DAY)
    old = SignalFactory(athlete=athlete, kind="form_high", start=TODAY - 40 * DAY, end=TODAY - 30 * DAY)
    response = page(athlete)
    assert told(response, "waiting") == [act, signal]
    assert told(response, "past") == [old]


def test_it_says_what_happened_what_it_means_and_what_can_be_done(athlete, signal):
    html = page(athlete).content.decode().replace("\u202f", " ")
    assert "Load spike" in html
    assert "your load was" in html
    assert "A jump of this size asks more of muscles and tendons than they are used to." in html
    assert "Keep the next days easy, then go on from your usual level." in html
    assert '<td class="n">80 more</td>' in html


def test_other_people_s_signals_are_not_here(athlete, signal):
    assert told(page(AthleteFactory()), "waiting") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["form_high", "load_spike"]),
        ({"kind": "form_high"}, ["form_high"]),
        ({"severity": "watch"}, ["load_spike"]),
        ({"since": "2026-09-01"}, ["form_high"]),
        ({"until": "2026-09-01"}, ["load_spike"]),
        ({"kind": "nonsense"}, ["form_high", "load_spike"]),
    ],
)
def test_the_past_is_narrowed_by_the_address(athlete, query, expected):
    SignalFactory(athlete=athlete, start=TODAY - 100 * DAY, end=TODAY - 99 * DAY)
    SignalFactory(
        athlete=athlete, kind="form_high", severity="info", start=TODAY - 60 * DAY, end=TODAY - 50 * DAY
    )
    assert [each.kind for each in told(page(athlete, **query), "past")] == expected


class TestSaying:
    def test_a_form_acknowledges_and_comes_back_to_the_page(self, athlete, signal):
        response = post(athlete, "signal-acknowledge", signal, answer="On holiday")
        assert response.status_code == 302
        assert response.url == f"/athletes/{athlete.uid}/signals/#{signal.uid}"
        signal.refresh_from_db()
        assert (signal.answer, signal.acknowledged_by) == ("On holiday", athlete.user)
        assert told(page(athlete), "waiting") == []

    def test_htmx_gets_the_card_with_a_way_back(self, athlete, signal):
        html = post(athlete, "signal-acknowledge", signal, htmx=True, answer="A <b>cold</b>").content.decode()
        assert html.count("<article") == 1
        assert "“A &lt;b&gt;cold&lt;/b&gt;”" in html
        assert "/unacknowledge/" in html

    def test_it_can_be_undone(self, athlete, signal):
        acknowledge(signal=signal, user=athlete.user, answer="On holiday")
        post(athlete, "signal-unacknowledge", signal)
        signal.refresh_from_db()
        assert (signal.answer, signal.acknowledged_at) == ("", None)

    def test_an_answer_that_is_too_long_is_refused_with_its_reason(self, athlete, signal):
        response = post(athlete, "signal-acknowledge", signal, answer="x" * 301)
        assert response.status_code == 422
        assert "at most 300 characters" in response.content.decode()
        assert Signal.objects.get().acknowledged_at is None

    def test_another_athlete_s_signal_is_not_found(self, athlete, signal):
        other = AthleteFactory()
        assert post(other, "signal-acknowledge", signal).status_code == 404
        assert Signal.objects.get().acknowledged_at is None


class TestCoaches:
    @pytest.fixture
    def body(self, athlete):
        evidence = [SignalFactory.value("resting_hr_bpm", 56.0, "bpm", 48.0)]
        return SignalFactory(
            athlete=athlete, kind="illness_onset", needs="heart", evidence=evidence, start=TODAY - DAY
        )

    def test_one_who_may_read_everything_sees_everything_and_changes_nothing(self, athlete, signal, body):
        coach = coach_of(athlete, load="read", heart="read")
        assert len(told(page(athlete, coach), "waiting")) == 2
        assert "I know" not in page(athlete, coach).content.decode()
        assert post(athlete, "signal-acknowledge", signal, coach).status_code == 404
        assert not Signal.objects.filter(acknowledged_at__isnull=False).exists()

    def test_what_rests_on_hidden_data_is_hidden(self, athlete, signal, body):
        coach = coach_of(athlete, load="write", sleep="read")
        assert told(page(athlete, coach), "waiting") == [signal]
        assert "resting heart rate" not in page(athlete, coach).content.decode().lower()
        assert post(athlete, "signal-acknowledge", body, coach).status_code == 404
        assert post(athlete, "signal-acknowledge", signal, coach).status_code == 302

    def test_one_without_loads_and_a_stranger_find_nothing(self, athlete, signal):
        assert page(athlete, coach_of(athlete, heart="write")).status_code == 404
        assert page(athlete, UserFactory()).status_code == 404


def test_the_last_day_there_is_ends_nothing(athlete):
    assert page(athlete, until="9999-12-31").status_code == 200


def test_the_navigation_says_that_signals_are_about_fitness(athlete):
    content = page(athlete).content.decode()

    current = re.findall(r'class="nav-link" href="([^"]+)" aria-current="true"', content)
    assert [address.rsplit("/", 2)[-2] for address in current] == ["fitness"]
