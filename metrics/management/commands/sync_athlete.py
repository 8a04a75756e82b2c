from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandParser

from athletes.models import Athlete, Connection
from config.core.celery import run_inline
from config.core.commands import DONE, PARTLY_FAILED
from config.core.commands import Command as BaseCommand
from metrics.services.sync.at_once import Result, sync_now
from metrics.services.sync.runs import FIRST_DAYS


class Command(BaseCommand):
    help = "Read an athlete's days and activities from Garmin now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address of the athlete's user")
        parser.add_argument("--since", type=date.fromisoformat, help="the first local day")
        parser.add_argument("--until", type=date.fromisoformat, help="the day after the last one")
        parser.add_argument("--json", action="store_true")

    def handle(
        self, *args: Any, email: str, since: date | None, until: date | None, json: bool, **options: Any
    ) -> None:
        athlete = Athlete.objects.select_related("user").filter(user__email__iexact=email).first()
        if athlete is None:
            self.refuse("ATHLETE_UNKNOWN", f"No athlete has the address {email}.")
        if not Connection.objects.for_athlete(athlete).exists():
            self.refuse("NOT_CONNECTED", f"{email} has no connection to Garmin.")
        tomorrow = athlete.today() + timedelta(days=1)
        end = min(until or tomorrow, tomorrow)
        since = since or (end - timedelta(days=FIRST_DAYS) if until else None)
        if since and since >= end:
            self.refuse("WINDOW_INVALID", "The first day must be before the last one, and not to come.")
        with run_inline():
            result = sync_now(athlete, since, end if until else None)
        if json:
            self.answer(result.as_json())
        else:
            self.stdout.write(_summary(result))
        raise SystemExit(PARTLY_FAILED if result.errors else DONE)


def _summary(result: Result) -> str:
    lines = [
        f"{result.days} days and {result.activities} activities in {result.requests} requests, "
        f"{result.skipped} were here already."
    ]
    return "\n".join(lines + [f"{each['code']}: {each['message']}" for each in result.errors])
