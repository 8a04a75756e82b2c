"""Answers that are meant to break something: they end in words, are booked, and leave nothing behind."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from analysis.chat.loop import MOST_SENTENCES
from analysis.models import AIUsage, Analysis, AnalysisRecord, ChatProposal, Conversation, Turn
from analysis.services.chatting import WENT_AWAY, answer
from analysis.services.consent import withdraw
from athletes.models import Athlete
from tests.analysis.services.test_chatting import asked, says, told
from tests.analysis.services.test_explaining import asking, athlete, today, weekly
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import honest
from tests.doubles.claude.streaming import event

__all__ = ["asking", "athlete", "today"]
pytestmark = pytest.mark.django_db(transaction=True)
USAGE = {"input_tokens": 10, "output_tokens": 1}


def sent(*blocks: dict[str, Any], usage: dict[str, Any] = USAGE) -> list[bytes]:
    begun = {"id": "m", "type": "message", "role": "assistant", "model": "x", "content": [], "usage": usage}
    starts = [
        event("content_block_start", index=index, content_block=block) for index, block in enumerate(blocks)
    ]
    end = {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None}
    return [
        event("message_start", message=begun),
        *starts,
        event("message_delta", delta=end, usage={}),
        event("message_stop"),
    ]


NONSENSE = {
    "a block without text": sent({"type": "text"}),
    "a block of nothing": sent({}),
    "a negative count": sent({"type": "text", "text": "Hi."}, usage={**USAGE, "input_tokens": -500_000_000}),
    "an endless count": sent({"type": "text", "text": "Hi."}, usage={**USAGE, "output_tokens": 10**18}),
}


@pytest.mark.either
@pytest.mark.parametrize("events", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_in_the_chat_has_an_end_and_a_reason(
    athlete: Athlete, asking: ClaudeDouble, events: list[bytes]
) -> None:
    for _ in range(3):
        asking.sends(*events)
    turn = asked(athlete, "What is up?")

    assert told(turn)[-1].kind == "end"
    assert turn.state in (Turn.State.FAILED, Turn.State.DONE)
    assert turn.reason not in ("", WENT_AWAY)
    assert not AIUsage.objects.filter(state=AIUsage.State.RESERVED).exists()


@pytest.mark.either
@pytest.mark.parametrize("events", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_for_an_analysis_is_answered_by_the_rules(
    athlete: Athlete, asking: ClaudeDouble, events: list[bytes]
) -> None:
    for _ in range(3):
        asking.sends(*events)
    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert AnalysisRecord.objects.filter(analysis=analysis).exists()
    usage = AIUsage.objects.get()
    assert usage.state != AIUsage.State.RESERVED
    assert usage.cost_usd >= 0


@pytest.mark.either
def test_a_count_below_nothing_gives_no_money_back(athlete: Athlete, asking: ClaudeDouble) -> None:
    for _ in range(3):
        asking.sends(*NONSENSE["a negative count"])
    weekly(athlete)

    usage = AIUsage.objects.get()
    assert usage.state == AIUsage.State.UNKNOWN
    assert usage.cost_usd >= usage.reserved_usd > 0


def test_a_fact_with_what_no_database_takes_can_be_proposed(athlete: Athlete, asking: ClaudeDouble) -> None:
    call = {
        "type": "tool_use",
        "id": "t",
        "name": "remember_fact",
        "input": {"fact": "I like\x00 hills\ud800"},
    }
    said = iter([[call], [{"type": "text", "text": "It is noted."}]])
    asking.answers(lambda _: next(said))
    turn = asked(athlete, "Remember that I like hills.")
    told(turn)

    assert turn.state == Turn.State.DONE
    assert ChatProposal.objects.get().body == {"text": "I like hills"}


def test_an_analysis_with_what_no_database_takes_is_kept(athlete: Athlete, asking: ClaudeDouble) -> None:
    def spoilt(body: dict[str, Any]) -> dict[str, Any]:
        answer = copy.deepcopy(honest(body))
        answer["headline"]["text"] += " \x00\ud800"
        return answer

    asking.answers(spoilt)
    analysis = weekly(athlete)

    assert analysis.engine == "rules"
    report = AnalysisRecord.objects.get(analysis=analysis).report
    # What was sent back is JSON as text, in which its characters stand as escapes.
    assert "\x00" not in report.pop("repair")
    assert "\\u0000" not in json.dumps(report)


@pytest.mark.either
def test_a_workout_of_hundreds_of_nested_repeats_breaks_nothing(
    athlete: Athlete, asking: ClaudeDouble
) -> None:
    step = {"kind": "repeat_start", "repeats": 2, "duration_s": 0, "distance_m": 0, "target": "none"}
    steps = [{**step, "low": 0, "high": 0}] * 600 + [
        {**step, "kind": "repeat_end", "low": 0, "high": 0}
    ] * 600

    def bomb(body: dict[str, Any]) -> dict[str, Any]:
        workout = {"date": "11-24", "sport": "running", "title": "Run", "purpose": "", "easier_option": ""}
        return {**copy.deepcopy(honest(body)), "workouts": [{**workout, "steps": steps}]}

    asking.answers(bomb)
    analysis = weekly(athlete)

    assert analysis.engine == "claude"
    assert all(each["is_template"] for each in analysis.body["workouts"])


@pytest.mark.either
def test_an_answer_without_an_end_is_hung_up_on(athlete: Athlete, asking: ClaudeDouble) -> None:
    asking.answers(says("No. " * (MOST_SENTENCES + 50)))
    turn = asked(athlete, "Is it so?")
    told(turn)

    assert turn.state == Turn.State.DONE
    assert len(turn.answer) + turn.dropped == MOST_SENTENCES


@pytest.mark.either
@pytest.mark.parametrize("erases_chats", [True, False])
def test_who_takes_leave_back_in_the_middle_of_an_answer_hears_no_more(
    athlete: Athlete, asking: ClaudeDouble, *, erases_chats: bool
) -> None:
    asking.answers(says("Your HRV is {hrv.7}. " * 10))
    turn = asked(athlete, "How is my HRV?")
    kinds = []
    for each in answer(turn_id=turn.pk):
        kinds.append(each.kind)
        if each.kind == "claim" and kinds.count("claim") == 1:
            withdraw(athlete=athlete, by=athlete.user, erases_chats=erases_chats)

    assert kinds[-1] == "end"
    assert Conversation.objects.exists() is not erases_chats
    assert not Turn.objects.exclude(state=Turn.State.STOPPED).exists()
    assert not AIUsage.objects.filter(state=AIUsage.State.RESERVED).exists()


@pytest.mark.either
def test_what_was_sent_is_not_kept_once_leave_is_taken_back(athlete: Athlete, asking: ClaudeDouble) -> None:
    def meanwhile(body: dict[str, Any]) -> dict[str, Any]:
        withdraw(athlete=athlete, by=athlete.user, erases_chats=False)
        return honest(body)

    asking.answers(meanwhile)
    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert not AnalysisRecord.objects.exists()
    assert not Analysis.objects.filter(engine="claude").exists()
    assert AIUsage.objects.get().cost_usd > 0
