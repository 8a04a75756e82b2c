"""`{% load formline %}`: formatted numbers, units and dates in templates.

What depends on the athlete's units is a tag that takes them from the context (`units`, else `athlete.units`);
`{% distance m as d %}{{ d.number }} {{ d.unit }}` gives the parts. What does not is a filter.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone

from config.core import dates, formatting
from config.core.formatting import Number, Shown, Units

register = template.Library()


def _units(context: template.Context) -> Units:
    units = context.get("units") or getattr(context.get("athlete"), "units", "metric")
    return "imperial" if units == "imperial" else "metric"


def _zone(context: template.Context) -> ZoneInfo:
    name = context.get("time_zone") or getattr(context.get("athlete"), "time_zone", "UTC")
    return ZoneInfo(str(name))


def _register_with_units(name: str, format_value: Callable[[Number, Units], Shown]) -> None:
    def tag(context: template.Context, value: Number) -> Shown:
        return format_value(value, _units(context))

    register.simple_tag(tag, takes_context=True, name=name)


_register_with_units("distance", formatting.distance)
_register_with_units("pace", formatting.pace)
_register_with_units("swim_pace", formatting.swim_pace)
_register_with_units("speed", formatting.speed)
_register_with_units("elevation", formatting.elevation)
_register_with_units("weight", formatting.weight)
_register_with_units("temperature", formatting.temperature)

for _filter in (
    formatting.number,
    formatting.signed,
    formatting.percent,
    formatting.duration,
    formatting.duration_words,
    formatting.power,
    formatting.heart_rate,
    formatting.cadence,
    formatting.milliseconds,
    formatting.work,
    formatting.load,
    formatting.ratio,
):
    register.filter(_filter.__name__, _filter)


@register.simple_tag
def mail_is_printed() -> bool:
    """Whether mails only go into the log of this installation, since nobody has named a mail server."""
    return str(settings.EMAIL_BACKEND).startswith("django.core.mail.backends.console.")


@register.filter
def hours(duration_s: Number) -> Shown:
    """ "1:02 h": a duration without seconds."""
    return formatting.duration(duration_s, seconds=False)


@register.simple_tag(takes_context=True)
def pace_of(context: template.Context, speed_mps: Number, sport: str) -> Shown:
    """A speed as the sport's people say it."""
    return formatting.pace_of(speed_mps, sport, _units(context))


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | str | None) -> str:
    """A local day, also as ISO 8601, relative to the athlete's today."""
    today: Any = context.get("today") or timezone.now().astimezone(_zone(context)).date()
    return dates.day(date.fromisoformat(value) if isinstance(value, str) else value, today)


@register.simple_tag(takes_context=True)
def instant(context: template.Context, value: datetime | str | None) -> str:
    """An instant, also as ISO 8601, in the athlete's zone."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return dates.instant(at, timezone.now(), _zone(context))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | str) -> str:
    """Day and time that stay true whenever they are read; an instant that was stored is ISO 8601."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return dates.moment(at, _zone(context))


@register.filter
def ago(value: datetime | None) -> str:
    return dates.ago(value, timezone.now())


@register.filter
def full_day(value: date | None) -> str:
    return dates.full_day(value)


@register.simple_tag
def days(start: date, end: date | None) -> str:
    """A half-open interval of days."""
    return dates.days(start, end)
