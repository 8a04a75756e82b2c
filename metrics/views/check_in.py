"""The morning check-in: today's, and that of any day before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from athletes.models import Athlete
from athletes.pages import athlete_page
from config.core.errors import DataNotFoundError
from config.core.htmx import is_partial, template, toast
from metrics.forms.annotations import add_errors
from metrics.forms.check_in import CheckInForm
from metrics.models import CheckIn
from metrics.selectors.own_word import check_in_of, check_ins
from metrics.services.check_ins import clear_check_in, save_check_in
from metrics.services.own_days import EARLIEST
from metrics.views.rights import may_write

PAGE, PART = "metrics/check_in.html", "metrics/_check_in.html"
LAST_DAYS = 14


@athlete_page(data="notes")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """`?day=` names another day than today; POST saves it, and a part answers with what was said."""
    day = asked_day(request, athlete)
    if request.method != "POST":
        check_in = check_in_of(athlete, day)
        context = {**_context(request, athlete, day), "form": CheckInForm.of(check_in), "check_in": check_in}
        return template(request, PAGE, context, part=PART)
    form = CheckInForm(request.POST)
    check_in = _save(athlete, day, form)
    if check_in is None:
        context = {**_context(request, athlete, day), "form": form}
        return template(request, PAGE, context, part=PART, status=422)
    if is_partial(request):
        context = {**_context(request, athlete, day), "check_in": check_in, "said": said(check_in)}
        return toast(template(request, PAGE, context, part=PART), "The check-in is saved.")
    messages.success(request, "The check-in is saved.")
    return redirect(check_in_address(request, athlete, day))


@athlete_page(data="notes", action="write")
@require_POST
def clear(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Forgets what was said about the day."""
    day = asked_day(request, athlete)
    check_in = check_in_of(athlete, day)
    if check_in is None:
        raise DataNotFoundError("There is no check-in of this day.")
    clear_check_in(check_in=check_in)
    messages.success(request, "The check-in is cleared.")
    return redirect(check_in_address(request, athlete, day))


def asked_day(request: HttpRequest, athlete: Athlete) -> date:
    """The day of the query string, today without one. A day to come or no day at all is not found."""
    text, today = request.GET.get("day", ""), athlete.today()
    try:
        day = parse_date(text) if text else today
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= today:
        raise DataNotFoundError("There is no such day, or it is still to come.")
    return day


def said(check_in: CheckIn) -> list[tuple[str, int]]:
    """The answers there are, with short labels."""
    labels = {"feel": "Feel", "soreness": "Muscles", "sleep_quality": "Sleep", "stress": "Calm"}
    answers = [(label, getattr(check_in, name)) for name, label in labels.items()]
    return [(label, value) for label, value in answers if value is not None]


def check_in_address(request: HttpRequest, athlete: Athlete, day: date) -> str:
    address = reverse("metrics:check-in", args=[request.athlete_ref])  # type: ignore[attr-defined]
    return address if day == athlete.today() else f"{address}?day={day.isoformat()}"


def _save(athlete: Athlete, day: date, form: CheckInForm) -> CheckIn | None:
    if not form.is_valid():
        return None
    try:
        return save_check_in(athlete=athlete, date=day, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None


def _context(request: HttpRequest, athlete: Athlete, day: date) -> dict[str, Any]:
    today = athlete.today()
    writes = may_write(request.user, athlete, "notes")
    context: dict[str, Any] = {"athlete": athlete, "day": day, "today": today, "may_write": writes}
    if is_partial(request):
        return context
    rows = check_ins(athlete, today - timedelta(days=LAST_DAYS - 1), today + timedelta(days=1))
    days = [today - timedelta(days=index) for index in range(LAST_DAYS)]
    return context | {
        "rows": [(each, rows.get(each), said(rows[each]) if each in rows else []) for each in days],
    }
