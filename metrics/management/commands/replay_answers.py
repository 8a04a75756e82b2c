from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from athletes.models import Athlete
from config.core.celery import run_inline
from config.core.commands import DONE, PARTLY_FAILED
from config.core.commands import Command as BaseCommand
from metrics.services.sync import replay_answers


class Command(BaseCommand):
    help = "Read the answers of Garmin that were kept once more, after their reading has improved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address of the athlete's user")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, email: str, json: bool, **options: Any) -> None:
        athlete = Athlete.objects.select_related("user").filter(user__email__iexact=email).first()
        if athlete is None:
            self.refuse("ATHLETE_UNKNOWN", f"No athlete has the address {email}.")
        with run_inline():
            done = replay_answers(athlete)
        if json:
            self.answer(vars(done))
        else:
            self.stdout.write(
                f"{done.answers} answers read again, {done.unreadable} could not be; "
                f"{done.days} days and {done.estimates} estimates."
            )
        raise SystemExit(PARTLY_FAILED if done.unreadable else DONE)
