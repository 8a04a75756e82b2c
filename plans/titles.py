"""What a session is called when nobody named it: "Threshold run", "Long ride"."""

from __future__ import annotations

NOUNS = {
    "running": "run",
    "cycling": "ride",
    "swimming": "swim",
    "walking": "walk",
    "rowing": "row",
    "skiing": "ski",
    "strength": "strength",
    "multisport": "multisport",
}
ADJECTIVES = {
    "recovery": "Recovery",
    "easy": "Easy",
    "steady": "Steady",
    "technique": "Technique",
    "long": "Long",
    "tempo": "Tempo",
    "threshold": "Threshold",
    "vo2max": "VO₂max",
    "race_pace": "Race-pace",
    "marathon_pace": "Marathon-pace",
    "hills": "Hill",
    "sprint": "Sprint",
}
WITHOUT_NOUN = {
    "strides": "Easy run with strides",
    "openers": "Openers",
    "strength": "Strength",
    "race": "Race",
}


def title_of(kind: str, sport: str) -> str:
    """By the kind of the catalogue; `other` is named by its sport alone."""
    if kind in WITHOUT_NOUN:
        return WITHOUT_NOUN[kind]
    noun = NOUNS.get(sport, "session")
    return f"{ADJECTIVES[kind]} {noun}" if kind in ADJECTIVES else noun.capitalize()
