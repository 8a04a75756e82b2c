from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from config.core.commands import Command as BaseCommand
from config.core.errors import AppException
from metrics.science.activity import measure, to_json
from metrics.science.thresholds import Thresholds
from metrics.services.parsing import parse


def seconds(text: str) -> float:
    """`M:SS` as seconds."""
    minutes, separator, rest = text.partition(":")
    if not (separator and minutes.isdecimal() and rest.isdecimal() and int(rest) < 60):
        raise ArgumentTypeError("write minutes and seconds as M:SS, for example 4:15")
    return int(minutes) * 60.0 + int(rest)


class Command(BaseCommand):
    help = "Read one activity file and print its numbers. Touches no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ftp", type=float, metavar="W")
        parser.add_argument("--lthr", type=float, metavar="BPM")
        parser.add_argument("--hr-max", type=float, metavar="BPM")
        parser.add_argument("--hr-rest", type=float, metavar="BPM")
        parser.add_argument("--sex", choices=["female", "male"])
        parser.add_argument("--threshold-pace", type=seconds, metavar="M:SS", help="running, per km")
        parser.add_argument("--css", type=seconds, metavar="M:SS", help="swimming, per 100 m")
        parser.add_argument("--json", action="store_true", help="the only form there is")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            self.refuse("FILE_UNKNOWN", f"There is no file {file}.")
        try:
            recorded = parse(file.read_bytes(), file.name)
        except AppException as error:
            self.refuse(error.code, error.message)
        thresholds = Thresholds(
            ftp_w=options["ftp"],
            lthr_bpm=options["lthr"],
            hr_max_bpm=options["hr_max"],
            hr_rest_bpm=options["hr_rest"],
            sex=options["sex"],
            threshold_pace_s_per_km=options["threshold_pace"],
            css_s_per_100m=options["css"],
        )
        self.answer(to_json(measure(recorded, thresholds)))
