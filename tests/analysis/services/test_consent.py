"""Leave to send anything: given, changed and taken back by the athlete alone, and put on record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from analysis.errors import ConsentNotYoursError
from analysis.models import (
    AIPreferences,
    AIUsage,
    Analysis,
    AnalysisRecord,
    Batch,
    BatchItem,
    Conversation,
    PromptVersion,
    Turn,
)
from analysis.selectors.preferences import has_consented, preferences_of
from analysis.services.consent import agree, change_preferences, withdraw
from config.core.errors import DataValidationError
from config.core.models import AuditEvent, AuditPayload
from tests.factories.athletes import CoachLinkFactory, UserFactory

SUNDAY_6PM = datetime(2026, 11, 22, 18, tzinfo=UTC)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_without_a_word_nothing_is_sent(athlete):
    assert not has_consented(athlete)
    preferences = preferences_of(athlete)
    assert (preferences.pk, preferences.monthly_usd, preferences.answers_per_day) == (None, 2, 20)
    assert not AIPreferences.objects.exists()


def test_agreeing_is_put_on_record_once_and_plans_the_first_review(athlete):
    agree(athlete=athlete, by=athlete.user)
    row = agree(athlete=athlete, by=athlete.user)

    assert has_consented(athlete)
    assert (row.consented_by, row.next_weekly_at) == (athlete.user, SUNDAY_6PM)
    assert actions() == ["ai.agreed"]
    assert AuditEvent.objects.get().actor_uid == athlete.user.uid


def test_the_review_is_planned_in_the_athletes_zone(athlete):
    athlete.time_zone = "America/New_York"
    athlete.save()
    agree(athlete=athlete, by=athlete.user)

    assert AIPreferences.objects.get().next_weekly_at == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_another_hour_moves_the_review_and_none_removes_it(athlete):
    agree(athlete=athlete, by=athlete.user)
    row = change_preferences(athlete=athlete, by=athlete.user, weekly_weekday=0, weekly_hour=7)
    assert row.next_weekly_at == datetime(2026, 11, 23, 7, tzinfo=UTC)

    row = change_preferences(athlete=athlete, by=athlete.user, writes_weekly=False)
    assert row.next_weekly_at is None


def test_wishes_may_come_before_consent_and_give_none(athlete):
    row = change_preferences(athlete=athlete, by=athlete.user, tone="warm", monthly_usd="0.50")

    assert (row.tone, row.monthly_usd, row.consented_at) == ("warm", Decimal("0.50"), None)
    assert row.next_weekly_at is None
    payload = AuditPayload.objects.get().body
    assert payload == {"changed": ["monthly_usd", "tone"]}


def test_saving_the_same_again_is_no_change(athlete):
    change_preferences(athlete=athlete, by=athlete.user, tone="plain", monthly_usd=Decimal("2.00"))

    assert actions() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"weekly_weekday": 7},
        {"weekly_hour": 24},
        {"monthly_usd": "-1"},
        {"answers_per_day": 201},
        {"tone": "cheering"},
        {"consented_at": SUNDAY_6PM},
    ],
)
def test_what_makes_no_sense_or_is_not_to_be_set_here_is_refused(athlete, changes):
    with pytest.raises(DataValidationError) as refused:
        change_preferences(athlete=athlete, by=athlete.user, **changes)

    assert list(refused.value.fields) == list(changes)
    assert not AIPreferences.objects.exists()


def test_nobody_else_can_agree_change_or_withdraw(athlete):
    coach = CoachLinkFactory(athlete=athlete, scopes={"analysis": "write", "profile": "write"}).coach
    agree(athlete=athlete, by=athlete.user)
    before = AIPreferences.objects.values().get()

    for somebody in (coach, UserFactory(), UserFactory(is_staff=True)):
        for act in (
            lambda by: agree(athlete=athlete, by=by),
            lambda by: withdraw(athlete=athlete, by=by, erases_chats=True),
            lambda by: change_preferences(athlete=athlete, by=by, monthly_usd=100),
        ):
            with pytest.raises(ConsentNotYoursError):
                act(somebody)

    assert AIPreferences.objects.values().get() == before
    assert actions() == ["ai.agreed"]


def sent_before(athlete) -> Turn:
    """An analysis with its record, a review in a batch, a chat, and what they cost."""
    analysis = Analysis.objects.create(
        athlete=athlete,
        engine="claude",
        start=date(2026, 11, 16),
        end=date(2026, 11, 23),
        pack_sha256="0" * 64,
        prompt_version="weekly-1.0.0",
        pack={"values": [], "notes": [{"text": "my knee"}], "memory": [{"text": "I sleep badly"}]},
        body={},
    )
    prompt = PromptVersion.objects.create(name="weekly", version="1.0.0", sha256="1" * 64, body="Explain.")
    AnalysisRecord.objects.create(analysis=analysis, prompt=prompt, model="m", sdk_version="2", sent="{}")
    batch = Batch.objects.create(model="m")
    BatchItem.objects.create(batch=batch, athlete=athlete, pack={"values": []}, sent="all of it")
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user)
    turn = Turn.objects.create(conversation=conversation, question="Why?")
    AIUsage.objects.create(
        athlete=athlete, turn=turn, analysis=analysis, purpose="chat", model="m", cost_usd=1
    )
    return turn


def test_withdrawing_erases_what_was_sent_and_keeps_what_it_cost(athlete):
    agree(athlete=athlete, by=athlete.user)
    sent_before(athlete)
    withdraw(athlete=athlete, by=athlete.user, erases_chats=False)

    row = AIPreferences.objects.get()
    assert (row.consented_at, row.consented_by, row.next_weekly_at) == (None, None, None)
    assert not AnalysisRecord.objects.exists()
    assert Analysis.objects.get().pack == {"values": []}
    item = BatchItem.objects.get()
    assert (item.pack, item.sent, item.state) == ({}, "", "failed")
    assert (Analysis.objects.count(), Turn.objects.count(), AIUsage.objects.get().cost_usd) == (1, 1, 1)
    assert actions() == ["ai.agreed", "ai.withdrawn"]


def test_chats_are_erased_where_that_is_wished(athlete):
    agree(athlete=athlete, by=athlete.user)
    sent_before(athlete)
    withdraw(athlete=athlete, by=athlete.user, erases_chats=True)

    assert not Conversation.objects.exists()
    assert (AIUsage.objects.get().turn, AIUsage.objects.get().cost_usd) == (None, 1)
