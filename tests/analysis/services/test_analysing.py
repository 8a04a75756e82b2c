"""Explaining once per evidence, and telling what deserves attention."""

from datetime import timedelta

import jsonschema

from analysis.models import Analysis
from analysis.selectors.analyses import as_json, of_today
from analysis.services.analysing import analyse, refresh, refresh_when_due
from metrics.models import Signal
from metrics.services import signals
from metrics.services.recompute import mark_dirty
from notifications.models import Message
from tests.analysis.builders import TODAY, WEEK, even_nights, explain
from tests.analysis.conftest import run_on, train
from tests.analysis.schema import ANSWER
from tests.factories.metrics import DayFactory

SPIKE = [*WEEK * 20, 60, 0, 80, 50, 0, 210, 0]


def test_the_analysis_of_the_last_week_is_stored(athlete):
    train(athlete, WEEK * 25)
    analysis = analyse(athlete=athlete)
    assert (analysis.engine, analysis.status, analysis.prompt_version) == ("rules", "ok", "rules-6")
    assert (analysis.start, analysis.end) == (TODAY - timedelta(days=6), TODAY + timedelta(days=1))
    assert analysis.body["headline"]["text"] == explain(WEEK * 25)["headline"]["text"]
    jsonschema.validate(as_json(analysis), ANSWER)


def test_a_new_athlete_gets_an_answer_too(athlete):
    answered = as_json(analyse(athlete=athlete))
    jsonschema.validate(answered, ANSWER)
    assert answered["headline"]["slots"] == []


def test_the_same_evidence_is_never_worded_twice(athlete):
    train(athlete, WEEK * 25)
    first, second = analyse(athlete=athlete), analyse(athlete=athlete)
    assert (first.pk, first.revision) == (second.pk, 1)
    assert Analysis.objects.count() == 1
    assert second.checked_at > first.checked_at


def test_new_evidence_gets_a_row_of_its_own(athlete):
    train(athlete, WEEK * 25)
    before = analyse(athlete=athlete)
    DayFactory(athlete=athlete, date=TODAY)
    assert analyse(athlete=athlete).pack_sha256 != before.pack_sha256
    assert Analysis.objects.count() == 2


def test_a_stale_load_series_is_brought_up_to_date_first(athlete):
    run_on(athlete, TODAY, 50.0)
    mark_dirty(athlete, TODAY)
    assert analyse(athlete=athlete).body["headline"]["text"].startswith("A start is made with 1")


def test_instead_of_claude_the_rules_say_why(athlete):
    train(athlete, WEEK * 25)
    rules = analyse(athlete=athlete)
    fallback = analyse(athlete=athlete, instead_of_claude="It is switched off.")
    assert (fallback.engine, fallback.status, fallback.reason) == ("rules", "fallback", "It is switched off.")
    assert (rules.status, fallback.body) == ("ok", rules.body)
    again = analyse(athlete=athlete, instead_of_claude="It is too expensive.")
    assert (again.pk, again.reason) == (fallback.pk, "It is too expensive.")
    jsonschema.validate(as_json(fallback), ANSWER)


def test_a_day_in_the_past_can_be_explained(athlete):
    train(athlete, WEEK * 25)
    analysis = analyse(athlete=athlete, today=TODAY - timedelta(days=30), days=14)
    assert (analysis.start.isoformat(), analysis.end.isoformat()) == ("2026-10-10", "2026-10-24")
    assert analysis.pack["values"][0]["value"] == 25 * 7 - 31


class TestTelling:
    def messages(self):
        return [(each.kind, each.key) for each in Message.objects.order_by("pk")]

    def test_a_signal_that_asks_for_attention_is_told_once(self, athlete):
        train(athlete, SPIKE)
        refresh(athlete_id=athlete.pk)
        DayFactory(athlete=athlete, date=TODAY)
        analysis = refresh(athlete_id=athlete.pk)
        [message] = Message.objects.all()
        assert (message.user, message.athlete, message.kind) == (athlete.user, athlete, "signal")
        assert message.key == str(Signal.objects.get().uid)
        assert message.context["signal"] == "load_spike"
        assert message.context["severity"] == "act"
        assert message.context["headline"].startswith("On Sat 21 Nov your load was 210")
        assert message.context["advice"] == "Keep the next days easy, then go on from your usual level."
        assert message.url == f"/athletes/{athlete.uid}/signals/#{message.key}"
        assert analysis.pk != Analysis.objects.order_by("pk").first().pk

    def test_what_was_over_days_ago_is_history_and_not_told(self, athlete):
        train(athlete, [*SPIKE, 50, 0, 60])
        refresh(athlete_id=athlete.pk)
        assert [(each.kind, each.severity) for each in Signal.objects.all()] == [("load_spike", "act")]
        assert self.messages() == []

    def test_what_was_acknowledged_is_not_told(self, athlete):
        train(athlete, SPIKE)
        signals.detect_signals(athlete_id=athlete.pk)
        signals.acknowledge(signal=Signal.objects.get(), user=athlete.user)
        refresh(athlete_id=athlete.pk)
        assert self.messages() == []

    def test_notes_are_not_told(self, athlete):
        train(athlete, WEEK * 25)
        for ago, seconds in enumerate(reversed(even_nights(60)["sleep_s"])):
            DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago), sleep_s=seconds - (ago < 7) * 2000)
        refresh(athlete_id=athlete.pk)
        assert self.messages() == []

    def test_asking_by_command_tells_nobody(self, athlete):
        train(athlete, SPIKE)
        analyse(athlete=athlete)
        assert self.messages() == []

    def test_an_athlete_who_is_gone_is_no_error(self, db):
        assert refresh(athlete_id=404) is None


class TestRefreshingWhenDue:
    def test_many_files_in_a_row_lead_to_one_analysis(self, athlete, noon):
        train(athlete, WEEK * 25)
        refresh_when_due(athlete_id=athlete.pk)
        run_on(athlete, TODAY, 30.0)
        refresh_when_due(athlete_id=athlete.pk)
        assert Analysis.objects.count() == 1
        noon.shift(31)
        refresh_when_due(athlete_id=athlete.pk)
        assert Analysis.objects.count() == 2


def test_what_was_cached_for_the_page_is_forgotten(athlete, django_capture_on_commit_callbacks):
    assert of_today(athlete) is None
    with django_capture_on_commit_callbacks(execute=True):
        analysis = analyse(athlete=athlete)
    assert of_today(athlete)["uid"] == str(analysis.uid)
