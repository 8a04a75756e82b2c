"""Reading one value of the specification; whatever is wrong with it is told by where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.errors import PlanSpecError

FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_ROWS = 200
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Values:
    """An object of the specification; `at` is where it stands, such as `athlete.thresholds`."""

    known: Mapping[str, Any]
    at: str = ""

    def get(self, name: str) -> Any:
        """None for what is missing and for what is unknown."""
        return self.known.get(name)

    def path(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name


def invalid(path: str, wish: str) -> PlanSpecError:
    return PlanSpecError(f"`{path}` must be {wish}.", fields={path: [f"Must be {wish}."]})


def only(values: Values, names: Iterable[str]) -> Values:
    """The same values. Raises when there is a name among them that nothing is made of."""
    allowed = tuple(names)
    for name in values.known:
        if name not in allowed:
            path = values.path(_printable(name))
            raise PlanSpecError(f"`{path}` is no name of a specification. Known here: {', '.join(allowed)}.")
    return values


def _printable(name: str) -> str:
    """What somebody else wrote, fit to be told: one short line without control characters."""
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in name[:LONGEST_NAME])
    return shown if len(name) <= LONGEST_NAME else f"{shown}…"


def mapping(values: Values, name: str, names: Iterable[str], *, required: bool = True) -> Values:
    value, path = values.get(name), values.path(name)
    if value is None and not required:
        return Values({}, path)
    if not isinstance(value, Mapping):
        raise invalid(path, "an object")
    return only(Values(value, path), names)


def rows(values: Values, name: str, names: Sequence[str]) -> Sequence[Values]:
    """A list of objects; missing is empty."""
    value, path = values.get(name), values.path(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        raise invalid(path, "a list of objects")
    if len(value) > MOST_ROWS:
        raise invalid(path, f"a list of at most {MOST_ROWS} objects")
    return [only(Values(row, f"{path}[{at}]"), names) for at, row in enumerate(value)]


def number(values: Values, name: str, low: float, high: float) -> float:
    return in_range(values.get(name), values.path(name), low, high)


def in_range(value: Any, path: str, low: float, high: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    raise invalid(path, f"a number from {low:g} to {high:g}")


def optional_number(values: Values, name: str, low: float, high: float) -> float | None:
    return None if values.get(name) is None else number(values, name, low, high)


def whole(values: Values, name: str, low: int, high: int, default: int) -> int:
    found = optional_whole(values, name, low, high)
    return default if found is None else found


def optional_whole(values: Values, name: str, low: int, high: int) -> int | None:
    value = values.get(name)
    return None if value is None else whole_in_range(value, values.path(name), low, high)


def whole_in_range(value: Any, path: str, low: int, high: int) -> int:
    """90.0 is as whole as 90."""
    found = in_range(value, path, low, high)
    if not found.is_integer():
        raise invalid(path, f"a whole number from {low} to {high}")
    return int(found)


def choice[T: str](values: Values, name: str, choices: Sequence[T], default: T | None = None) -> T:
    value = values.get(name)
    if value is None and default is not None:
        return default
    found = next((each for each in choices if each == value), None)
    if found is None:
        raise invalid(values.path(name), "one of " + ", ".join(choices))
    return found


def day(values: Values, name: str) -> date:
    path = values.path(name)
    try:
        found = date.fromisoformat(values.get(name))
    except (TypeError, ValueError):
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"`{path}` must be a date such as 2027-01-04."
        raise PlanSpecError(message, code="DATE_INVALID", fields={path: ["Not a date."]})
    return found


def flag(values: Values, name: str) -> bool:
    value = values.get(name)
    if value is not None and not isinstance(value, bool):
        raise invalid(values.path(name), "true or false")
    return bool(value)


def text(values: Values, name: str, most: int = 200) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise invalid(values.path(name), f"text of at most {most} characters")
    return value
