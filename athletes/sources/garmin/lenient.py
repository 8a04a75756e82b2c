"""Answers of Garmin's services, read so that one bad field costs that field and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from athletes.sources.garmin import moments
from athletes.sources.records import FieldWarning

_PROBLEMS = {
    "model_type": "not an object",
    "model_attributes_type": "not an object",
    "tuple_type": "not a list",
    "list_type": "not a list",
    "dict_type": "not an object",
    "string_type": "not a text",
    "string_unicode": "not a text",
    "bool_type": "not a yes or no",
}
_LONGEST_TEXT = 500


@dataclass
class Reading:
    """Where a reader stands in an answer, and what it had to leave out."""

    endpoint: str
    warnings: list[FieldWarning]
    path: list[str] = field(default_factory=list)

    def warn(self, name: str, problem: str) -> None:
        warning = FieldWarning(self.endpoint, ".".join([*self.path, name]), problem)
        if warning not in self.warnings:
            self.warnings.append(warning)


class Answer(BaseModel):
    """A piece of an answer: unknown fields are ignored, null is "not measured", an odd field becomes None.

    `expected` are fields whose absence is worth a warning: the contract has always had them.
    """

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)
    expected: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _note_missing(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and isinstance(info.context, Reading):
            for name in cls.expected:
                if name not in data:
                    info.context.warn(name, "missing")
        return data

    @field_validator("*", mode="wrap")
    @classmethod
    def _cost_only_itself(
        cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:
        reading = info.context
        if value is None or not isinstance(reading, Reading):
            return _default(cls, info)
        name = _alias(cls, info)
        reading.path.append(name)
        try:
            return handler(value)
        except ValidationError as error:
            problem = error.errors(include_input=False, include_context=False)[0]
        finally:
            reading.path.pop()
        reading.warn(name, _PROBLEMS.get(problem["type"], problem["type"]))
        return _default(cls, info)

    @classmethod
    def read(cls, payload: Any, endpoint: str, warnings: list[FieldWarning]) -> Self | None:
        """The answer, with what could not be read added to `warnings`; None when it is no object."""
        try:
            return cls.model_validate(payload, context=Reading(endpoint, warnings))
        except ValidationError:
            warnings.append(FieldWarning(endpoint, "", "not an object"))
            return None


def _alias(cls: type[BaseModel], info: ValidationInfo) -> str:
    return cls.model_fields[info.field_name or ""].alias or ""


def _default(cls: type[BaseModel], info: ValidationInfo) -> Any:
    return cls.model_fields[info.field_name or ""].get_default(call_default_factory=True, validated_data={})


def number(value: Any) -> float:
    """A finite number; texts and booleans are none. Raises PydanticCustomError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("not a number", "not a number")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise PydanticCustomError("not finite", "not finite")
    return result


def within(low: float, high: float) -> BeforeValidator:
    """A number in [low, high]."""

    def check(value: Any) -> float:
        result = number(value)
        if not low <= result <= high:
            raise PydanticCustomError("out of range", "out of range")
        return result

    return BeforeValidator(check)


def measured(low: float, high: float) -> BeforeValidator:
    """A number in [low, high], where a smaller one that is zero or below is Garmin's "not enough data"."""
    inner: Callable[[Any], float] = within(low, high).func  # type: ignore[assignment]

    def check(value: Any) -> float | None:
        return None if number(value) < low and number(value) <= 0 else inner(value)

    return BeforeValidator(check)


def _instant(value: Any) -> datetime:
    if (result := moments.instant(value)) is None:
        raise PydanticCustomError("not a time", "not a time")
    return result


def _day(value: Any) -> date:
    if (result := moments.day(value)) is None:
        raise PydanticCustomError("not a day", "not a day")
    return result


def _text(value: Any) -> Any:
    return (
        "".join(each for each in value if each.isprintable())[:_LONGEST_TEXT]
        if isinstance(value, str)
        else value
    )


def _objects(value: Any, info: ValidationInfo) -> Any:
    """Of a list its objects; what is none costs only itself."""
    if not isinstance(value, list):
        return value
    objects = tuple(each for each in value if isinstance(each, dict))
    if len(objects) < len(value) and isinstance(info.context, Reading):
        info.context.warn("[]", "not an object")
    return objects


Instant = Annotated[datetime, BeforeValidator(_instant)]
LocalDay = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, BeforeValidator(_text)]
OBJECTS = BeforeValidator(_objects)
"""For a field that is a tuple of answers."""
