from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from config.core.commands import Command as BaseCommand
from metrics.services.demo import SEED, create_demo_athlete


class Command(BaseCommand):
    help = "Make the demo athlete, or print the login of the one there is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, seed: int, json: bool, **options: Any) -> None:
        login = create_demo_athlete(seed=seed)
        if json:
            self.answer({"email": login.email, "password": login.password, "athlete": str(login.athlete.uid)})
        else:
            self.stdout.write(f"{login.email}\n{login.password}")
