"""Texts: answers of services, tables, workouts, specifications, what a browser or a model says."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from dataclasses import astuple
from datetime import timedelta
from functools import partial
from typing import Any

from analysis.analysts.claude.parsing import parse as parse_answer
from analysis.errors import ClaudeParsingError
from athletes.errors import GarminAuthenticationError
from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.lenient import Answer
from athletes.sources.garmin.listing import estimates_of, listed_of, page_of
from athletes.sources.garmin_login.mapping import READERS, map_login_answer
from athletes.sources.garmin_login.tokens import Tokens
from athletes.sources.records import Sport
from config.core.errors import DataValidationError
from metrics.services.daily_csv import read_daily_csv
from notifications.channels.webpush.subscribing import parsed
from plans.engine.spec import parse as parse_spec
from plans.engine.syntax import SyntaxProblems, print_workout
from plans.engine.syntax import parse as parse_workout
from plans.errors import PlanSpecError
from tests.analysis.analysts.claude.test_convert import answered, finding
from tests.athletes.sources.garmin.said import DAY, merged
from tests.athletes.sources.garmin.test_any_payload import WRAPPERS, numbers_in
from tests.athletes.sources.garmin.test_any_payload import _models as inner_models
from tests.doubles.garmin.bodies_activity import listed
from tests.doubles.garmin.person import Person
from tests.fuzzing.formats import Format, Seed
from tests.plans.engine.syntax.test_round_trip import TYPED
from tests.plans.engine.wishes import race, wish

ASKED = tuple(READERS)
TWO_DAYS = timedelta(days=2)
POINT = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
"""The generator of the curve, which is as good a public key as another."""
TABLE = (
    b"date,resting_hr_bpm,hrv_rmssd_ms,load\n2026-05-01,48,61.5,80\n2026-05-02,49,,0\n2026-05-04,,60,120.5\n"
)


class NoJSONError(Exception):
    """What every client refuses before its reader sees it."""

    code = "NO_JSON"


def as_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NoJSONError from error


def read_answer(content: bytes) -> None:
    """The first byte names what was asked; beyond the last reader it is the list of activities."""
    payload = as_json(content[1:])
    if content[0] < len(ASKED):
        for each in merged(
            *map_login_answer(ASKED[content[0]], payload, start=DAY - TWO_DAYS, end=DAY), days=3
        ):
            assert all(math.isfinite(number) for number in numbers_in(astuple(each)))
        return
    page_of(payload, 20)
    for item in payload if isinstance(payload, list) else [payload]:
        if (listed := listed_of(item)) is not None:
            activity = activity_of(listed, source="garmin_key")
            assert activity.distance_m is None or math.isfinite(activity.distance_m)
            assert all(math.isfinite(each.value) for each in estimates_of(listed, source="garmin_key"))


def read_workout(content: bytes) -> None:
    """What was read prints, and what was printed reads as the same."""
    sport = list(Sport)[len(content) % 3]
    items = parse_workout(content.decode("utf-8", "replace"), sport)
    assert parse_workout(print_workout(items, sport), sport) == items


def read_table(content: bytes) -> None:
    read_daily_csv(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=""))


def example_of(model: type[Answer], depth: int = 3) -> dict[str, Any]:
    """All that a model names, with numbers, dates and objects in their places."""
    found: dict[str, Any] = {}
    for field, each in model.model_fields.items():
        name = each.alias or field
        inner = inner_models(each.annotation)
        if inner and depth:
            found[name] = (
                [example_of(inner[0], depth - 1)]
                if "list" in str(each.annotation)
                else example_of(inner[0], depth - 1)
            )
        else:
            found[name] = DAY.isoformat() if "date" in name.lower() else 60
    return found


def _answers() -> Format:
    seeds = []
    for number, name in enumerate(ASKED):
        row = example_of(READERS[name].model)
        # Each reader looks for its rows under another name.
        wrapped = row | {key: [row] for key in WRAPPERS}
        seeds += [_asked(number, [row]), _asked(number, wrapped)]
    person = Person(days=30, today=DAY)
    seeds.append(_asked(255, [listed(person, each) for each in person.outings()[:2]]))
    return Format("answers", tuple(seeds), read_answer, (NoJSONError,), of_words=True)


def _asked(number: int, payload: Any) -> Seed:
    return Seed(json.dumps(payload).encode(), partial(bytes.__add__, bytes([number])))


def _texts(name: str, read: Callable[[str], Any], known: tuple[type[Exception], ...], *seeds: Any) -> Format:
    contents = (each if isinstance(each, bytes) else json.dumps(each).encode() for each in seeds)

    def reader(content: bytes) -> None:
        read(content.decode("utf-8", "replace"))

    return Format(name, tuple(Seed(each) for each in contents), reader, known, of_words=True)


def _workout() -> Format:
    return Format(
        "workout", (Seed(TYPED.encode()),), read_workout, (SyntaxProblems,), _problem, of_words=True
    )


def _problem(error: SyntaxProblems) -> str:
    return error.problems[0].code


def _csv() -> Format:
    known = (DataValidationError, UnicodeDecodeError)
    seeds = (Seed(TABLE), Seed(TABLE.replace(b",", b";")))
    return Format("csv", seeds, read_table, known, _code, of_words=True)


def _code(error: Exception) -> str:
    return str(getattr(error, "code", "CSV_NO_TEXT"))


def _plan() -> Format:
    known = (PlanSpecError, NoJSONError)
    wishes = (
        wish(races=[race("2027-05-01", "B"), race("2027-06-20", goal_s=12_600)]),
        wish(blackouts=[DAYS], illness=[DAYS]),
    )
    return _texts("plan", lambda text: parse_spec(as_json(text.encode())), known, *wishes)


def _said() -> bytes:
    return b"Here it is:\n```json\n" + answered(findings=[finding()]).model_dump_json().encode() + b"\n```"


DAYS = {"start": "2027-02-02", "end": "2027-02-09"}
TOKENS = {"di_token": "abc", "di_refresh_token": "def", "di_client_id": "ghi"}
PUSH = {
    "endpoint": "https://push.example/one",
    "expirationTime": None,
    "keys": {"p256dh": POINT, "auth": "MDEyMzQ1Njc4OWFiY2RlZg"},
}
FORMATS: dict[str, Callable[[], Format]] = {
    "answers": _answers,
    "tokens": lambda: _texts("tokens", Tokens.from_file, (GarminAuthenticationError,), TOKENS),
    "csv": _csv,
    "workout": _workout,
    "plan": _plan,
    "claude": lambda: _texts("claude", parse_answer, (ClaudeParsingError,), _said()),
    "push": lambda: _texts("push", parsed, (DataValidationError,), PUSH),
}
