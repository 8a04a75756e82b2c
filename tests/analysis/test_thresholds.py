"""Thresholds belong to the profile: neither analyses nor chats tell them to who may not know it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from analysis.models import Analysis, Conversation, Turn
from analysis.services.analysing import analyse
from athletes.models import DATA_CLASSES, Athlete, Threshold
from metrics.models import Signal
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.signals import SignalFactory

LTHR = "threshold.running.lthr_bpm"
OTHERS = dict.fromkeys(DATA_CLASSES, "read")
VALUE = {"metric": "lthr_bpm", "value": 171.0, "unit": "bpm", "start": "2026-11-22", "end": "2026-11-23"}
NULLS = {"baseline": None, "z": None, "n": None, "coverage": None}


def claim(ref: str, shown: str, words: str) -> dict[str, Any]:
    slot = {
        "slot": "a",
        "ref": ref,
        "op": "value",
        "value": 171.0,
        "unit": "bpm",
        "shown": shown,
        "url": "/x/",
    }
    return {"text": words.format(a=shown), "template": words, "slots": [slot]}


@pytest.fixture
def told(athlete: Athlete) -> Athlete:
    train(athlete, WEEK * 25)
    ThresholdFactory.create(athlete=athlete, sport="running", kind=Threshold.Kind.LTHR, value=171)
    evidence = [{"metric": "running_lthr_bpm", "date": str(TODAY), "value": 175.0, "unit": "bpm"}]
    evidence[0] |= {"baseline": 171.0, "z": None}
    fields = {"kind": "threshold_change", "start": TODAY, "evidence": evidence, "needs": "heart,profile"}
    SignalFactory.create(athlete=athlete, **fields)
    analyse(athlete=athlete)
    conversation = Conversation.objects.create(athlete=athlete, author=athlete.user, title="How am I?")
    answer = [
        claim(LTHR, "171 bpm", "Your threshold is {a}."),
        claim("load.7", "360", "Your load is {a}."),
    ]
    known = [{"id": LTHR, "url": "/x/", **VALUE, **NULLS}, {"id": "load.7", "url": "/x/", **VALUE, **NULLS}]
    known[1] |= {"metric": "load", "unit": "load", "value": 360.0}
    fields = {"question": "How am I?", "answer": answer, "evidence": known, "engine": "claude"}
    Turn.objects.create(conversation=conversation, state=Turn.State.DONE, **fields)
    return athlete


def addresses(athlete: Athlete) -> list[str]:
    """Pages and API, of analyses and of the chat."""
    uid, talk, turn = Analysis.objects.get().uid, Conversation.objects.get().uid, Turn.objects.get().uid
    own, api = f"/athletes/{athlete.uid}", f"/api/v1/athletes/{athlete.uid}"
    return [
        *(f"{own}/today/", f"{own}/coach/", f"{own}/analyses/{uid}/", f"{own}/chat/{talk}/"),
        *(f"{own}/chat/turns/{turn}/", f"{own}/signals/"),
        *(f"{api}/analyses/", f"{api}/analyses/{uid}/", f"{api}/analyses/{uid}/pack/", f"{api}/signals/"),
        *(f"{api}/conversations/{talk}/turns/", f"{api}/turns/{turn}/"),
    ]


def read(user: Any, athlete: Athlete) -> dict[str, tuple[int, str]]:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    answers = {url: client.get(url) for url in addresses(athlete)}
    return {url: (each.status_code, each.content.decode()) for url, each in answers.items()}


def tells(pages: dict[str, tuple[int, str]]) -> set[str]:
    """Where a threshold is told."""
    said = ("lthr_bpm", "171 bpm", "175 bpm", "running_lthr")
    return {
        url for url, (_, text) in pages.items() if any(each in text.replace("\u202f", " ") for each in said)
    }


@pytest.mark.parametrize("who", ["the athlete", "a coach who may"])
def test_who_may_know_thresholds_reads_them(told: Athlete, who: str) -> None:
    user = told.user if who == "the athlete" else CoachLinkFactory.create(athlete=told, scopes=OTHERS).coach

    pages = read(user, told)

    assert {status for status, _ in pages.values()} == {200}
    assert len(tells(pages)) >= 7
    assert any(LTHR in text and url.endswith("/pack/") for url, (_, text) in pages.items())


def test_a_coach_who_may_not_reads_everything_else(told: Athlete) -> None:
    coach = CoachLinkFactory.create(athlete=told, scopes=OTHERS | {"profile": "none"}).coach

    pages = read(coach, told)

    assert {status for status, _ in pages.values()} == {200}
    assert tells(pages) == set()
    chats = [text for url, (_, text) in pages.items() if "/chat/" in url]
    assert all("Your load is" in text and "1 sentence left out" in text for text in chats)
    assert Turn.objects.get().answer[0]["text"] == "Your threshold is 171 bpm."


def test_a_stranger_reads_nothing_and_changes_nothing(told: Athlete) -> None:
    before = list(Analysis.objects.values()), list(Turn.objects.values())

    assert {status for status, _ in read(UserFactory.create(), told).values()} == {404}
    assert (list(Analysis.objects.values()), list(Turn.objects.values())) == before


def test_words_that_name_no_threshold_stay_as_they_were_written(told: Athlete) -> None:
    analysis = Analysis.objects.get()
    Signal.objects.all().delete()
    plain = {**analysis.body["headline"], "template": "All is well.", "text": "All is well.", "slots": []}
    body = {**analysis.body, "headline": plain, "findings": [], "recommendations": []}
    Analysis.objects.update(body=body, pack={**analysis.pack, "signals": []})
    coach = CoachLinkFactory.create(athlete=told, scopes=OTHERS | {"profile": "none"}).coach

    pages = read(coach, told)

    shown = pages[f"/athletes/{told.uid}/analyses/{analysis.uid}/"][1]
    assert "All is well." in shown
    assert LTHR not in shown
