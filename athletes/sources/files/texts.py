"""Words of strangers, fit to be shown."""

from __future__ import annotations


def printable(value: object) -> str | None:
    """Return a short printable text without control characters; None for anything else."""
    if not isinstance(value, str):
        return None
    shown = "".join(letter for letter in value if letter.isprintable()).strip()
    return shown[:120] or None
