"""Numbers that are read back as what they were."""

from __future__ import annotations

from decimal import Decimal


def exact(value: float) -> Decimal:
    """The shortest decimal that is this float."""
    return Decimal(repr(float(value)))


def shown(value: Decimal) -> str:
    """Without exponent and without idle zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_range(low: float, high: float) -> str:
    """75 or 75-85."""
    return shown(exact(low)) if low == high else f"{shown(exact(low))}-{shown(exact(high))}"
