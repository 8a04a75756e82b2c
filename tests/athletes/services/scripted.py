"""Ways into Garmin that answer what a test wrote down, at once and without a network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from athletes.models import ConnectionAttempt
from athletes.services.trying import Doors
from athletes.sources.garmin_key.source import KeyProfile
from athletes.sources.garmin_login.login import LoggedIn, NeedsCode

PASSWORD, CODE, KEY = "password-canary", "482913", "GCDC_key-canary"
TOKENS = {"v": 1, "di_token": "access-canary", "di_refresh_token": "refresh-canary", "di_client_id": "APP"}
STATE = {"v": 1, "garmin": {"cookies": "cookie-canary"}}
ADA = LoggedIn(TOKENS, "ada-at-garmin", "Europe/Berlin")
ADAS_KEY = KeyProfile("ada-at-garmin", "Europe/Berlin", {"key": KEY, "bearer": "bearer-canary"})
NEEDS_CODE = NeedsCode(STATE)


class ScriptedGarmin:
    """`doors` answer the next of `answers`; an exception is raised, a function called first."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.steps: list[str] = []

    @property
    def doors(self) -> Doors:
        return Doors(self._ask, self._ask, self._ask, self._ask)

    def _ask(self, *given: Any, on_step: Callable[[str], None] | None = None, **named: Any) -> Any:
        self.asked.append({**named, "given": given})
        if on_step is not None:
            on_step("verifying")
            self.steps += ConnectionAttempt.objects.values_list("step", flat=True)[:1]
        answer = self.answers.pop(0)
        if callable(answer) and not isinstance(answer, Exception):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return answer
