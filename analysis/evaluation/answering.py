"""The objective questions through the tools of the chat, and with a key through the model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date

from analysis.analysts.base import Claim, Op, Slot
from analysis.answer import fill
from analysis.chat.gathered import Gathered
from analysis.chat.tools import run
from analysis.evaluation.ahead import planned
from analysis.evaluation.gates import Gate, at_least, share
from analysis.evaluation.numbers import faults
from analysis.evaluation.people import Somebody
from analysis.evaluation.performing import told
from analysis.evaluation.questions import Question, questions
from analysis.evidence import assemble, read

QUESTIONS = 300
CLOSE, ROUNDED = 1e-6, 0.01


def through_tools(people: Sequence[Somebody], count: int = QUESTIONS) -> Gate:
    """The share of questions whose answer, read and shown, is the oracle's."""
    each = -(-count // len(people))
    asked: Counter[str] = Counter()
    wrong: list[str] = []
    for index, somebody in enumerate(people):
        gathered = _gathered(somebody)
        with planned(somebody, index):
            for question in questions(somebody.truth, min(each, count - asked.total()), index):
                asked[question.tool] += 1
                if problem := _problem(gathered, question):
                    wrong.append(f"{question.text} {problem}")
    details = {"questions": asked.total(), "by_tool": dict(asked), "wrong": wrong[:5]}
    return at_least(share(asked.total() - len(wrong), asked.total()), 1.0, details)


def through_the_model(people: Sequence[Somebody], count: int) -> Gate:
    """The share of questions for which the model's shown answer cites what is right. Costs money."""
    each, right, asked = -(-count // len(people)), 0, 0
    for index, somebody in enumerate(people):
        for question in questions(somebody.truth, each, 1_000 + index):
            asked += 1
            slots = [slot for claim in told(somebody, question.text).answer for slot in claim["slots"]]
            right += any(_agrees(slot["value"], question.right, ROUNDED) for slot in slots)
    return at_least(share(right, asked), 0.95, {"questions": asked})


def _gathered(somebody: Somebody) -> Gathered:
    today = somebody.truth.today
    pack = assemble(read(athlete=somebody.athlete, today=today, days=7, for_ai=True))
    return Gathered(athlete=somebody.athlete, today=today, pack=pack)


def _problem(gathered: Gathered, question: Question) -> str:
    """What is wrong with the tool's answer; "" for nothing."""
    known = len(gathered.values)
    said, is_error = run(gathered, question.tool, question.arguments)
    if is_error:
        return said
    refs = [value.id for value in gathered.values[known:] if value.id.endswith(question.ends)]
    if len(refs) != 1:
        return f"{question.ends} is cited {len(refs)} times"
    pack = gathered.whole()
    op: Op = question.op  # type: ignore[assignment]
    claim = fill(Claim("{a}", (Slot("a", refs[0], op),)), pack)
    slot = claim["slots"][0]
    if not _agrees(slot["value"], question.right, CLOSE):
        return f"{slot['value']} instead of {question.right}"
    value = pack.by_id[refs[0]]
    plain = {"metric": value.metric, "unit": value.unit, "value": value.value, "baseline": value.baseline}
    return "; ".join(faults([claim], {refs[0]: plain | {"start": value.start.isoformat()}}))


def _agrees(found: object, right: float | date, tolerance: float) -> bool:
    if isinstance(right, date):
        return found in (right, right.isoformat())
    return isinstance(found, int | float) and math.isclose(found, right, rel_tol=tolerance, abs_tol=1e-6)
