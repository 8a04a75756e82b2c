"""Why a session stands where it stands, in plain words."""

from __future__ import annotations

from plans.engine.macro import Season, Week
from plans.engine.week.model import Choice

PHASES = {
    "base": "base: endurance before anything else",
    "build": "build: what carries the specific work later",
    "specific": "specific: ever more like the race",
    "taper": "taper: less of everything but the sharp parts",
    "recovery": "recovery after the race",
}
KINDS = {
    "build": "",
    "recovery": "A lighter week, so that the last ones can take effect.",
    "taper": "Less volume now lets form rise.",
    "race": "The week of a race: fresh legs come first.",
}


def why(season: Season, week: Week, choice: Choice) -> str:
    """The purpose, the phase it serves, and what is special about the week."""
    phase = PHASES[season.phase_on(choice.date)]
    parts = [choice.entry.purpose, f"Week {week.number}, {phase}.", KINDS[week.kind]]
    return " ".join(part for part in parts if part)
