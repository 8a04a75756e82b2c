"""Passwords that are not guessed first, judged without asking anybody outside."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

SITE = frozenset({"formline", "password", "passwort", "training", "athlete", "endurance", "garmin"})
LEAST_LEFT = 6
"""Characters besides the words that everybody would try here, digits and signs not counted."""
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


class GuessedFirst:
    """Refuses what is common once its decoration is taken off, and what is made of words known about here.

    Django's list holds 19,646 passwords, of which 187 have twelve characters: so the core of a long one is
    looked up as well, without digits and signs around it and with "0" read as "o".
    """

    def __init__(self) -> None:
        self._common: set[str] = set(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        lowered = password.lower().strip()
        spelled = lowered.translate(LOOKALIKES)
        for each in {lowered, spelled}:
            core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", each)
            if each in self._common or core in self._common or _is_repeated(each, self._common):
                raise ValidationError("This is among the first passwords that are tried.", "password_common")
        left = spelled
        for word in sorted(SITE | _own_words(user), key=len, reverse=True):
            left = left.replace(word.translate(LOOKALIKES), "")
        if len(re.sub(r"[\W\d_]", "", left)) < LEAST_LEFT and left != spelled:
            raise ValidationError(
                "This is made of your name, your address or the name of this site.", "password_context"
            )

    def get_help_text(self) -> str:
        return "Not a common password, and not made of your name, your address or the name of this site."


def _is_repeated(text: str, common: set[str]) -> bool:
    """Whether it is one short piece, or one common password, again and again."""
    for size in range(1, len(text) // 2 + 1):
        piece = text[:size]
        if piece * (len(text) // size) + piece[: len(text) % size] == text and (size <= 4 or piece in common):
            return True
    return False


def _own_words(user: Any) -> set[str]:
    texts = [str(getattr(user, "email", "") or ""), str(getattr(user, "name", "") or "")]
    return {word for text in texts for word in re.split(r"\W+", text.lower()) if len(word) >= 4}
