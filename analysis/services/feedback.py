"""What people think of an analysis; it joins to the prompt that wrote it."""

from __future__ import annotations

from analysis.models import Analysis, Feedback
from analysis.selectors.advice import advised
from analysis.selectors.seeing import hidden_from, reads_its_words
from athletes.models import User
from config.core.errors import DataNotFoundError, DataValidationError

LONGEST = 500


def give_feedback(
    *, analysis: Analysis, user: User, verdict: str, about: str = "", note: str = ""
) -> Feedback:
    """Useful or wrong, the whole or one part ("F1", "R1", "W1"); saying it again replaces what was said.

    Raises DataNotFoundError for a part that is not there or an analysis that `user` reads in other words,
    DataValidationError: FEEDBACK_INVALID.
    """
    words = " ".join(note.split())
    if verdict not in Feedback.Verdict.values or len(words) > LONGEST:
        raise DataValidationError(
            f"Say useful or wrong, and why in at most {LONGEST} characters.", code="FEEDBACK_INVALID"
        )
    is_seen = reads_its_words(analysis, hidden_from(user, analysis.athlete))
    if analysis.status == Analysis.Status.DRAFT or not is_seen or not _has(analysis, about):
        raise DataNotFoundError("There is no such part of an analysis, or you may not see it.")
    row, _ = Feedback.objects.update_or_create(
        analysis=analysis,
        author=user,
        about=about,
        defaults={
            "athlete": analysis.athlete,
            "verdict": verdict,
            "note": words,
            "prompt_version": analysis.prompt_version,
        },
    )
    return row


def withdraw_feedback(*, feedback: Feedback) -> None:
    feedback.delete()


def _has(analysis: Analysis, about: str) -> bool:
    findings = {each["id"] for each in analysis.body["findings"]}
    return not about or about in findings or advised(analysis.body, about) is not None
