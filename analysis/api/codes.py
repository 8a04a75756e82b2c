"""Error codes of the analyst that no error class stands for, for the list in the API's documentation."""

from __future__ import annotations

from config.core.api.codes import Code, register
from config.core.errors import DataValidationError

MEANINGS = {
    "ANSWER_INVALID": "An answer has one to five hundred characters.",
    "ANSWER_UNDER_WAY": "The answer before is still being written.",
    "DRAFT_INVALID": "Some sentences cannot stand like that; `fields` names them.",
    "DRAFT_REVIEWED": "Somebody has decided about this draft already.",
    "FEEDBACK_INVALID": "Feedback is useful or wrong, with a note of at most five hundred characters.",
    "MEMORY_FULL": "No more facts can be remembered; forget one first.",
    "MEMORY_INVALID": "A fact is one sentence of three to two hundred characters.",
    "QUESTION_INVALID": "A question has at most a thousand characters.",
}

register(*(Code(code, DataValidationError.status, False, meaning) for code, meaning in MEANINGS.items()))
