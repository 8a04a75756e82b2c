"""The same athletes and the model of the settings: the only part that measures Claude. It costs money."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.evaluation.answering import through_the_model
from analysis.evaluation.gates import Gates, at_least, at_most, share
from analysis.evaluation.numbers import claims_of, faults, text_faults, texts_of, values_of
from analysis.evaluation.people import Somebody
from analysis.evaluation.performing import explained
from analysis.models import AIUsage, Analysis, AnalysisRecord

QUESTIONS = 30


def gates(people: Sequence[Somebody]) -> Gates:
    """One analysis a person and thirty questions."""
    analyses = [explained(each) for each in people]
    by_claude = [each for each in analyses if each.engine == Analysis.Engine.CLAUDE]
    wrong = [fault for each in by_claude for fault in _faults(each)]
    shown = sum(len(claims_of(each.body)) for each in by_claude)
    dropped = sum(each.body["grounding"]["dropped"] for each in by_claude)
    questions = through_the_model(people, QUESTIONS)
    repaired = AnalysisRecord.objects.filter(analysis__in=by_claude, raw_answers__1__isnull=False).count()
    spent = float(sum(AIUsage.objects.values_list("cost_usd", flat=True)))
    told = {"analyses": len(analyses), "repaired": repaired, "dropped": dropped, "spent_usd": round(spent, 4)}
    return {
        "live_objective_questions": questions,
        "live_answered_by_claude": at_least(share(len(by_claude), len(analyses)), 0.9, told),
        "live_sentences_kept": at_least(share(shown, shown + dropped), 0.8),
        "live_wrong_numbers_shown": at_most(len(wrong), 0, {"faults": wrong[:5]}),
    }


def _faults(analysis: Analysis) -> list[str]:
    body = analysis.body
    return [*faults(claims_of(body), values_of(analysis.pack)), *text_faults(texts_of(body))]
