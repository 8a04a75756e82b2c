"""Which state of a row somebody had before them when they sent a form."""

from __future__ import annotations

from django.http import HttpRequest

from config.core.errors import DataValidationError

MOST_DIGITS = 9


def revision_of(request: HttpRequest) -> int | None:
    """The `revision` that the form carries, None when it carries none; services refuse one that is not the
    newest. Raises DataValidationError REVISION_INVALID for what is no revision at all."""
    text = request.POST.get("revision", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text)):
        raise DataValidationError(
            "This form is damaged, and nothing was changed. Load the page again, then repeat your change.",
            code="REVISION_INVALID",
        )
    return int(text)
