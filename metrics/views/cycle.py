"""The cycle log: its calendar, and the switch that only the athlete turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.dates import DAYS, EN_DASH
from config.core.errors import DataNotFoundError
from config.core.formatting import UNKNOWN
from metrics.forms.annotations import add_errors
from metrics.forms.cycle import CycleDayForm
from metrics.models import CycleDay
from metrics.selectors.own_word import CycleLog, cycle_log
from metrics.services.cycle import (
    NO_LOG,
    clear_cycle_day,
    save_cycle_day,
    start_cycle_log,
    stop_cycle_log,
)
from metrics.views.check_in import asked_day
from metrics.views.rights import may_write

MONTHS = 4
MARKS: dict[str, str] = {
    CycleDay.Bleeding.NONE: "",
    CycleDay.Bleeding.SPOTTING: "·",
    CycleDay.Bleeding.LIGHT: "●",
    CycleDay.Bleeding.MEDIUM: "●●",
    CycleDay.Bleeding.HEAVY: "●●●",
}


@dataclass(frozen=True)
class Cell:
    """A day of the calendar; `begins` says that a cycle does."""

    day: date
    entry: CycleDay | None
    begins: bool
    is_future: bool

    @property
    def mark(self) -> str:
        """Dots for the bleeding, a dash for a note alone."""
        if self.entry is None:
            return ""
        return MARKS[self.entry.bleeding] or ("–" if self.entry.note else "")

    @property
    def words(self) -> str:
        bleeding = "" if self.entry is None else f"bleeding: {self.entry.get_bleeding_display().lower()}"
        return f"{bleeding}, a cycle begins" if self.begins else bleeding


@athlete_page(data="cycle")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The last months, and the day of `?day=` (today without) as a form. Nothing without a log."""
    _need_log(athlete)
    day = asked_day(request, athlete)
    if request.method != "POST":
        return _page(request, athlete, day)
    form = CycleDayForm(request.POST)
    if not form.is_valid():
        return _page(request, athlete, day, form)
    try:
        save_cycle_day(athlete=athlete, date=day, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, athlete, day, form)
    messages.success(request, "The day is saved.")
    return redirect(f"{_address(request)}?day={day.isoformat()}")


@athlete_page(data="cycle", action="write")
@require_POST
def clear(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Forgets the day of `?day=`."""
    _need_log(athlete)
    day = asked_day(request, athlete)
    entry = CycleDay.objects.for_athlete(athlete).filter(date=day).first()
    if entry is None:
        raise DataNotFoundError("Nothing is written about this day.")
    clear_cycle_day(cycle_day=entry)
    messages.success(request, "The day is cleared.")
    return redirect(_address(request))


@athlete_page(data="cycle", action="write")
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Starts the log, or asks what becomes of its entries and stops it; for the athlete alone."""
    if athlete.user_id != request.user.pk:
        raise DataNotFoundError("There is no such athlete, or you may not see this.")
    if request.method != "POST":
        entries = CycleDay.objects.for_athlete(athlete).count()
        context = {"athlete": athlete, "entries": entries}
        return render(request, "metrics/cycle_switch.html", context)
    if request.POST.get("keep_log") == "yes":
        start_cycle_log(athlete=athlete)
        messages.success(request, "The cycle log is on.")
        return redirect(_address(request))
    removed = stop_cycle_log(athlete=athlete, delete_entries=request.POST.get("entries") == "delete")
    messages.success(request, _stopped(removed))
    return redirect("athletes:profile", request.athlete_ref)  # type: ignore[attr-defined]


def _stopped(removed: int) -> str:
    if not removed:
        return "The cycle log is off."
    return f"The cycle log is off, and {removed} day{'' if removed == 1 else 's'} of it are deleted."


def _need_log(athlete: Athlete) -> None:
    if not athlete.keeps_cycle_log:
        raise DataNotFoundError(NO_LOG)


def _page(
    request: HttpRequest, athlete: Athlete, day: date, form: CycleDayForm | None = None
) -> HttpResponse:
    today = athlete.today()
    months = _last_months(min(day, today) if (today - day).days > 90 else today)
    log = cycle_log(athlete, months[0], _next_month(months[-1]))
    entry = log.days.get(day)
    context: dict[str, Any] = {
        "athlete": athlete,
        "today": today,
        "day": day,
        "entry": entry,
        "form": form or CycleDayForm.of(entry),
        "log": log,
        "median": UNKNOWN if log.lengths.median_days is None else f"{log.lengths.median_days:g}",
        "range": _range(log),
        "weekdays": DAYS,
        "months": [(month, _weeks(month, log, today)) for month in reversed(months)],
        "may_write": may_write(request.user, athlete, "cycle"),
    }
    return render(request, "metrics/cycle.html", context, status=422 if form else 200)


def _range(log: CycleLog) -> str:
    shortest, longest = log.lengths.shortest_days, log.lengths.longest_days
    return UNKNOWN if shortest is None else f"{shortest}{EN_DASH}{longest}"


def _last_months(last: date) -> list[date]:
    """First days of MONTHS months, the last of which holds `last`."""
    first = last.replace(day=1)
    months = [first]
    for _ in range(MONTHS - 1):
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _weeks(month: date, log: CycleLog, today: date) -> list[list[Cell | None]]:
    """Rows from Monday to Sunday; None before the first and after the last day."""
    count = (_next_month(month) - month).days
    days = [month + timedelta(days=index) for index in range(count)]
    cells: list[Cell | None] = [None] * month.weekday()
    cells += [Cell(day, log.days.get(day), day in log.starts, day > today) for day in days]
    cells += [None] * (-len(cells) % 7)
    return [cells[index : index + 7] for index in range(0, len(cells), 7)]


def _address(request: HttpRequest) -> str:
    return reverse("metrics:cycle", args=[request.athlete_ref])  # type: ignore[attr-defined]
