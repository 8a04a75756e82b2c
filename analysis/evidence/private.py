"""Reading what only an AI is told, and each part only by leave of the athlete; the rules never see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from analysis.evidence.scrubbing import Known, scrubbed
from analysis.models import AIPreferences, Memory
from analysis.selectors.preferences import preferences_of
from athletes.models import Athlete, CoachLink
from metrics.models import Activity, Annotation, CheckIn, Race
from metrics.selectors.own_word import cycle_log

MOST_FACTS, MOST_NOTES = 15, 10
NOTES_DAYS = 42
BAND_YEARS = 5


class NoteRow(NamedTuple):
    about: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Private:
    """Texts are scrubbed already; `cycle_day` counts from 1, None when it is unknown or not told."""

    age_band: str = ""
    sex: str = ""
    cycle_day: int | None = None
    memory: tuple[str, ...] = ()
    notes: tuple[NoteRow, ...] = ()


NOTHING_PRIVATE = Private()


def read_private(athlete: Athlete, today: date) -> Private:
    preferences = preferences_of(athlete)
    facts = _memory(athlete)
    rows = _notes(athlete, today) if preferences.sends_notes else []
    known = _known(athlete) if facts or rows else Known()
    notes = (row._replace(text=scrubbed(row.text, known)) for row in rows)
    return Private(
        age_band=_age_band(athlete, today) if preferences.sends_profile else "",
        sex=(athlete.sex or "") if preferences.sends_profile else "",
        cycle_day=_cycle_day(athlete, today, preferences),
        memory=tuple(safe for text in facts if (safe := scrubbed(text, known))),
        notes=tuple(islice((row for row in notes if row.text), MOST_NOTES)),
    )


def _age_band(athlete: Athlete, today: date) -> str:
    """ "35-39"; the year of birth alone leaves it open by a year, which is as near as it need be."""
    if athlete.birth_year is None:
        return ""
    first = (today.year - athlete.birth_year) // BAND_YEARS * BAND_YEARS
    return f"{first}-{first + BAND_YEARS - 1}"


def _cycle_day(athlete: Athlete, today: date, preferences: AIPreferences) -> int | None:
    if not preferences.sends_cycle or not athlete.keeps_cycle_log:
        return None
    return cycle_log(athlete, today, today + timedelta(days=1)).day


def _memory(athlete: Athlete) -> list[str]:
    rows = Memory.objects.for_athlete(athlete).alive().confirmed().order_by("-confirmed_at", "-pk")
    return list(rows.values_list("text", flat=True)[:MOST_FACTS])


def _notes(athlete: Athlete, today: date) -> list[NoteRow]:
    """The newest first; what stands at an activity that must not reach an AI is none of them."""
    since, end = today - timedelta(days=NOTES_DAYS), today + timedelta(days=1)
    activities = Activity.objects.for_athlete(athlete).shown().for_ai().between(since, end).exclude(note="")
    mornings = CheckIn.objects.for_athlete(athlete).between(since, end).exclude(note="")
    markers = Annotation.objects.for_athlete(athlete).alive().filter(start__gte=since, start__lt=end)
    rows = [
        *(NoteRow("activity", *row) for row in activities.values_list("local_date", "note")),
        *(NoteRow("check_in", *row) for row in mornings.values_list("date", "note")),
        *(NoteRow("marker", *row) for row in markers.exclude(note="").values_list("start", "note")),
    ]
    return sorted(rows, key=lambda row: (-row.day.toordinal(), row.about, row.text))


def _known(athlete: Athlete) -> Known:
    """The names that this installation knows around the athlete, to be taken out of any text."""
    people = [athlete.name, athlete.user.name, athlete.user.email]
    coaches = CoachLink.objects.filter(athlete=athlete).order_by("pk")
    for name_and_address in coaches.values_list("coach__name", "coach__email"):
        people += name_and_address
    races = Race.objects.for_athlete(athlete).order_by("pk").values_list("name", flat=True)
    activities = (
        Activity.objects.for_athlete(athlete).order_by().values_list("name", "device_name").distinct()
    )
    titles = {name for names in activities for name in names}
    return Known(people=tuple(people), titles=(*races, *sorted(titles), athlete.time_zone.rpartition("/")[2]))
