"""What can be wrong with the wish for a plan. Without Django, since the planner itself raises it."""

from __future__ import annotations

from collections.abc import Mapping


class PlanSpecError(Exception):
    """No plan can be made from this.

    `code` is stable and names what is wrong, `message` says so in plain words and proposes a way out;
    `fields` has messages by the name of the value they are about.
    """

    def __init__(
        self, message: str, *, code: str = "SPEC_INVALID", fields: Mapping[str, list[str]] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fields = dict(fields or {})
