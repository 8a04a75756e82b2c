"""Claude explains, and whatever it writes, no wrong number is stored. Real SDK, double of the service."""

from __future__ import annotations

import copy
import html
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest
import time_machine
from django.test import Client

from analysis.evidence.layout import laid_out
from analysis.models import AIPreferences, AIUsage, Analysis, AnalysisRecord, PromptVersion
from analysis.selectors.analyses import as_json, of_today
from analysis.services import explaining
from analysis.services.analysing import analyse
from analysis.services.consent import agree
from analysis.services.explaining import explain
from analysis.services.replaying import replay
from athletes.models import DATA_CLASSES, Athlete, CoachLink
from metrics.models import Day
from tests.analysis.schema import ANSWER
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import evidence_of, honest
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.either]
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-22T12:00:00Z"):
        yield


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory.create(time_zone="UTC")
    for ago in range(120):
        DayFactory.create(
            athlete=athlete,
            date=TODAY - timedelta(days=ago),
            hrv_rmssd_ms=(46 if ago < 7 else 60) + ago % 4,
            resting_hr_bpm=48 + ago % 3,
            sleep_s=27_000 + 600 * (ago % 3),
        )
        if ago % 2:
            ActivityFactory.create(athlete=athlete, local_date=TODAY - timedelta(days=ago), load=80.0)
    store_loads(athlete, TODAY - timedelta(days=119), [0.0, 80.0] * 60)
    return athlete


@pytest.fixture
def asking(athlete: Athlete, claude: ClaudeDouble) -> ClaudeDouble:
    agree(athlete=athlete, by=athlete.user)
    claude.answers(honest)
    return claude


def weekly(athlete: Athlete) -> Analysis:
    return explain(athlete=athlete, purpose=Analysis.Purpose.WEEKLY)


def spoilt(change: Callable[[dict[str, Any]], None], times: int = 9) -> Callable[[dict[str, Any]], Any]:
    """The honest answer, spoilt the first so many times."""
    left = [times]

    def answering(body: dict[str, Any]) -> Any:
        answer = copy.deepcopy(honest(body))
        if left[0] > 0:
            left[0] -= 1
            change(answer)
        return answer

    return answering


def everything(change: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    def spoil(answer: dict[str, Any]) -> None:
        for part in [*answer["findings"], *answer["recommendations"]]:
            for claim in part["claims"]:
                change(claim)
        change(answer["headline"])

    return spoil


def test_an_honest_answer_is_stored_with_its_numbers_from_the_rows(
    athlete: Athlete, asking: ClaudeDouble
) -> None:
    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status, analysis.reason) == ("claude", "ok", "")
    assert analysis.prompt_version == "weekly-1.0.0+plain"
    jsonschema.validate(as_json(analysis), ANSWER)
    assert analysis.body["grounding"]["dropped"] == 0
    slots = [
        slot for each in analysis.body["findings"] for claim in each["claims"] for slot in claim["slots"]
    ]
    values = {value["id"]: value for value in analysis.pack["values"]}
    assert slots
    for slot in slots:
        assert slot["url"]
        if slot["op"] == "value":
            assert slot["value"] == values[slot["ref"]]["value"]
    assert analysis.body["recommendations"]
    assert analysis.body["cost_usd"] > 0


def test_what_was_sent_and_answered_is_kept_and_can_be_checked_again(
    athlete: Athlete, asking: ClaudeDouble
) -> None:
    record = AnalysisRecord.objects.get(analysis=weekly(athlete))

    assert record.sent == asking.bodies[0]["messages"][0]["content"]
    assert record.model == "claude-sonnet-5-5"
    assert record.request_ids == ["req_000001"]
    assert PromptVersion.objects.get(pk=record.prompt_id).body.startswith("You explain")
    assert replay(record) == []


def test_what_was_sent_is_shown_as_it_went_over_the_wire(
    athlete: Athlete, asking: ClaudeDouble, client: Client
) -> None:
    analysis = weekly(athlete)
    wire = asking.bodies[0]
    evidence = wire["messages"][0]["content"]
    client.force_login(athlete.user)
    told = client.get(f"/api/v1/athletes/me/analyses/{analysis.uid}/sent/").json()
    page = html.unescape(client.get(f"/athletes/me/analyses/{analysis.uid}/sent/").content.decode())

    assert told["evidence"].encode() == evidence.encode()
    assert told["repair"] == ""
    assert [told["instructions"]] == [each["text"] for each in wire["system"]]
    assert laid_out(evidence) in page
    assert json.loads(laid_out(evidence)) == json.loads(evidence)


def test_the_same_evidence_is_asked_about_once(athlete: Athlete, asking: ClaudeDouble) -> None:
    first = weekly(athlete)

    assert weekly(athlete) == first
    assert len(asking.bodies) == 1


def test_today_shows_claude_before_the_rules_while_both_have_seen_everything(
    athlete: Athlete, asking: ClaudeDouble
) -> None:
    analysis = weekly(athlete)
    shown = of_today(athlete)
    assert shown is not None
    assert shown["uid"] == str(analysis.uid)


@pytest.mark.parametrize(
    "lie",
    [
        lambda claim: claim.update(text=claim["text"] + " It was 51."),
        lambda claim: claim.update(text=claim["text"] + " It has doubled."),
        lambda claim: [slot.update(ref="mood.7") for slot in claim["slots"]] or claim.update(text="{x}"),
        lambda claim: claim.update(
            text=claim["text"].replace("below", "ABOVE").replace("above", "below").replace("ABOVE", "above")
            + " It has risen."
        ),
    ],
    ids=["digits", "number words", "wrong references", "wrong directions"],
)
def test_an_answer_full_of_lies_is_rejected_and_the_rules_say_so(
    athlete: Athlete, asking: ClaudeDouble, lie: Callable[[dict[str, Any]], None]
) -> None:
    asking.answers(spoilt(everything(lie)))

    analysis = weekly(athlete)

    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert "did not hold" in analysis.reason
    assert len(asking.bodies) == 2


def test_one_lie_is_mended_when_asked(athlete: Athlete, asking: ClaudeDouble, client: Client) -> None:
    def lie(answer: dict[str, Any]) -> None:
        answer["findings"][0]["claims"][0]["text"] += " It was 51."

    asking.answers(spoilt(lie, times=1))
    analysis = weekly(athlete)
    checks = analysis.body["grounding"]
    # The sentence, and the advice that rested on its finding.
    assert (analysis.engine, checks["repaired"], checks["dropped"]) == ("claude", 2, 0)
    again = json.loads(asking.bodies[1]["messages"][0]["content"])
    client.force_login(athlete.user)
    sent = f"athletes/me/analyses/{analysis.uid}/sent/"
    told = client.get(f"/api/v1/{sent}").json()
    assert {"evidence": json.loads(told["evidence"]), **json.loads(told["repair"])} == again
    assert json.loads(told["repair"])["violations"][0]["code"] == "digit"
    assert laid_out(told["repair"]) in html.unescape(client.get(f"/{sent}").content.decode())
    assert asking.bodies[1]["system"] == asking.bodies[0]["system"]
    assert AIUsage.objects.filter(analysis=analysis, state="settled").count() == 2


def test_one_lie_that_stays_is_left_out(athlete: Athlete, asking: ClaudeDouble) -> None:
    def lie(answer: dict[str, Any]) -> None:
        answer["findings"][0]["claims"][0]["text"] += " It was 51."

    asking.answers(spoilt(lie))
    analysis = weekly(athlete)

    assert analysis.engine == "claude"
    assert analysis.body["grounding"]["dropped"] >= 1
    texts = [claim["text"] for each in analysis.body["findings"] for claim in each["claims"]]
    assert not any("51" in text for text in texts)
    record = AnalysisRecord.objects.get(analysis=analysis)
    assert record.report["faults"][0]["code"] == "digit"


@pytest.mark.parametrize(
    "scenario", ["malformed", "max_tokens", "refusal", "empty", "status529", "status401", "badshape"]
)
def test_whatever_goes_wrong_the_rules_answer_in_words(
    athlete: Athlete, asking: ClaudeDouble, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "DEADLINE_S", 12.0)
    asking.plays(scenario)

    analysis = weekly(athlete)

    if scenario == "malformed":
        # A fence around JSON is read through.
        assert analysis.engine == "claude"
        return
    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert analysis.reason.endswith("What you see comes from the rules.")
    jsonschema.validate(as_json(analysis), ANSWER)


@pytest.mark.parametrize("scenario", ["refusal", "max_tokens"])
def test_what_a_failed_try_cost_stands_with_the_rules_answer(
    athlete: Athlete, asking: ClaudeDouble, scenario: str, client: Client
) -> None:
    plain = analyse(athlete=athlete, purpose="weekly")
    asking.plays(scenario)

    analysis = weekly(athlete)
    usages = AIUsage.objects.filter(analysis=analysis)

    assert [each.state for each in usages] == ["settled"]
    assert analysis.body["cost_usd"] == pytest.approx(float(usages.get().cost_usd))
    assert analysis.body["cost_usd"] > 0
    client.force_login(athlete.user)
    shown = client.get(f"/athletes/me/analyses/{analysis.uid}/").content.decode()
    assert f"asking Claude cost {analysis.body['cost_usd']:.3f} US dollars" in shown
    plain.refresh_from_db()
    assert plain.body["cost_usd"] == 0


def test_without_leave_nothing_is_sent(athlete: Athlete, claude: ClaudeDouble) -> None:
    analysis = weekly(athlete)

    assert claude.requests == []
    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert "before you agree" in analysis.reason


def test_without_money_nothing_is_sent(athlete: Athlete, asking: ClaudeDouble) -> None:
    AIPreferences.objects.filter(athlete=athlete).update(monthly_usd=0)

    analysis = weekly(athlete)

    assert asking.requests == []
    assert (analysis.engine, analysis.status) == ("rules", "fallback")
    assert "budget" in analysis.reason


def test_what_the_rules_find_grave_is_never_passed_over(athlete: Athlete, asking: ClaudeDouble) -> None:
    for ago in range(3):
        DayFactory._meta.model.objects.filter(athlete=athlete, date=TODAY - timedelta(days=ago)).update(
            hrv_rmssd_ms=25, resting_hr_bpm=66, respiration_rpm=19, sleep_s=20_000
        )

    analysis = weekly(athlete)

    kinds = [each["kind"] for each in analysis.body["findings"]]
    rules = Analysis.objects.filter(athlete=athlete, engine="rules", status="ok").latest("pk")
    grave = [each["kind"] for each in rules.body["findings"] if each["severity"] == "act"]
    assert grave
    assert set(grave) <= set(kinds)


def test_a_draft_waits_for_the_coach_who_asked_for_it(athlete: Athlete, asking: ClaudeDouble) -> None:
    CoachLink.objects.create(
        coach=UserFactory.create(),
        athlete=athlete,
        status="active",
        scopes=dict.fromkeys(DATA_CLASSES, "write"),
        reviews_drafts=True,
    )

    analysis = weekly(athlete)

    assert (analysis.status, analysis.review) == ("draft", "waiting")
    shown = of_today(athlete)
    assert shown is not None
    assert shown["engine"] == "rules"


def test_a_proposed_workout_gets_its_zones_and_load_from_code(athlete: Athlete, asking: ClaudeDouble) -> None:
    def propose(answer: dict[str, Any]) -> None:
        step = {
            "kind": "work",
            "repeats": 0,
            "duration_s": 2_400,
            "distance_m": 0,
            "target": "rpe",
            "low": 3,
            "high": 3,
        }
        answer["workouts"] = [
            {
                "date": "2026-11-24",
                "sport": "running",
                "title": "Easy run",
                "purpose": "Endurance at an easy effort.",
                "steps": [step],
                "easier_option": "Walk instead.",
            }
        ]

    asking.answers(spoilt(propose))
    workout = weekly(athlete).body["workouts"][0]

    assert (workout["title"], workout["minutes"], workout["is_template"]) == ("Easy run", 40, False)
    assert workout["load"] > 0
    assert workout["steps"][0]["duration_s"] == 2_400


def proposed(title: str, **step: Any) -> Callable[[dict[str, Any]], None]:
    """A workout of one step for Tuesday."""
    plain = {"kind": "work", "repeats": 0, "duration_s": 0, "distance_m": 0}
    aim = {"target": "rpe", "low": 9, "high": 9}

    def propose(answer: dict[str, Any]) -> None:
        answer["workouts"] = [
            {
                "date": "2026-11-24",
                "sport": "running",
                "title": title,
                "purpose": "",
                "steps": [plain | aim | step],
                "easier_option": "",
            }
        ]

    return propose


@pytest.mark.parametrize(
    ("title", "step", "becomes"),
    [
        ("Ten hours", {"duration_s": 36_000}, "Easy run"),
        ("Tempo run", {"duration_s": 36_000}, "Tempo run"),
        ("Hills until you drop", {"duration_s": 36_000}, "Hill run"),
        ("Tempo run", {"kind": "repeat_end"}, "Tempo run"),
        ("Recovery run", {"duration_s": 600, "distance_m": 2_000}, "Recovery run"),
    ],
)
def test_a_workout_that_cannot_stand_becomes_the_one_of_the_library_for_the_same_purpose(
    athlete: Athlete, asking: ClaudeDouble, title: str, step: dict[str, Any], becomes: str
) -> None:
    Day.objects.filter(athlete=athlete).update(hrv_rmssd_ms=60)
    asking.answers(spoilt(proposed(title, **step)))
    workout = weekly(athlete).body["workouts"][0]

    assert (workout["title"], workout["date"], workout["is_template"]) == (becomes, "2026-11-24", True)
    assert workout["minutes"] <= 66
    assert workout["purpose"]


def test_who_is_strained_gets_an_easy_one_whatever_was_proposed(
    athlete: Athlete, asking: ClaudeDouble
) -> None:
    asking.answers(spoilt(proposed("Tempo run", duration_s=36_000)))

    workout = weekly(athlete).body["workouts"][0]

    assert (workout["title"], workout["is_hard"], workout["is_template"]) == ("Easy run", False, True)


def test_the_evidence_is_the_only_thing_sent(athlete: Athlete, asking: ClaudeDouble) -> None:
    weekly(athlete)

    assert evidence_of(asking.bodies[0]) is not None
    sent = json.dumps(asking.bodies[0])
    for secret in (athlete.name, athlete.user.email, str(athlete.uid)):
        assert secret not in sent
