"""Reading one value of the specification; whatever is wrong with it is told by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plans.errors import PlanSpecError

type Values = Mapping[str, Any]

FIRST_YEAR, LAST_YEAR = 1970, 2199


def invalid(name: str, wish: str) -> PlanSpecError:
    return PlanSpecError(f"`{name}` must be {wish}.", fields={name: [f"Must be {wish}."]})


def mapping(values: Values, name: str, *, required: bool = True) -> Values:
    value = values.get(name)
    if value is None and not required:
        return {}
    if not isinstance(value, Mapping):
        raise invalid(name, "an object")
    return value


def rows(values: Values, name: str) -> Sequence[Values]:
    """A list of objects; missing is empty."""
    value = values.get(name) or ()
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        raise invalid(name, "a list of objects")
    return value


def number(values: Values, name: str, low: float, high: float) -> float:
    value = values.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise invalid(name, f"a number from {low:g} to {high:g}")


def optional_number(values: Values, name: str, low: float, high: float) -> float | None:
    return None if values.get(name) is None else number(values, name, low, high)


def whole(values: Values, name: str, low: int, high: int, default: int | None = None) -> int:
    if values.get(name) is None and default is not None:
        return default
    return int(number(values, name, low, high))


def choice[T: str](values: Values, name: str, choices: Sequence[T], default: T | None = None) -> T:
    value = values.get(name)
    if value is None and default is not None:
        return default
    found = next((each for each in choices if each == value), None)
    if found is None:
        raise invalid(name, "one of " + ", ".join(choices))
    return found


def day(values: Values, name: str) -> date:
    try:
        found = date.fromisoformat(values[name])
    except (KeyError, TypeError, ValueError):
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"`{name}` must be a date such as 2027-01-04."
        raise PlanSpecError(message, code="DATE_INVALID", fields={name: ["Not a date."]})
    return found


def flag(values: Values, name: str) -> bool:
    value = values.get(name)
    if value is not None and not isinstance(value, bool):
        raise invalid(name, "true or false")
    return bool(value)


def text(values: Values, name: str, most: int = 200) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise invalid(name, f"text of at most {most} characters")
    return value
