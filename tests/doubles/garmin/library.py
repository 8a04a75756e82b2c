"""Workouts of an account: the library, the calendar, what was sent to the watch. Also uploads."""

from __future__ import annotations

import hashlib
import threading
from datetime import date
from email.parser import BytesParser
from itertools import count
from typing import Any

from tests.doubles.garmin.forms import Json
from tests.doubles.garmin.routes import Routes, day_in, number_in, span
from tests.doubles.garmin.server import BAD_REQUEST, NO_CONTENT, NOT_FOUND, Answer, Asked
from tests.doubles.garmin.workouts import faults_of

ROUTES = Routes()
MOST_LISTED, PERIOD_DAYS = 1_000, 366


class Library:
    """`workouts` and `schedules` by their ids, as they were sent; `sent` are messages to devices."""

    def __init__(self) -> None:
        self.workouts: dict[int, dict[str, Json]] = {}
        self.schedules: dict[int, dict[str, Json]] = {}
        self.sent: list[Json] = []
        self.uploads: set[str] = set()
        self._numbers = count(5_000_001)
        self._lock = threading.Lock()

    def next_id(self) -> int:
        with self._lock:
            return next(self._numbers)

    def scheduled(self, number: int) -> Json:
        """A schedule with its workout inside."""
        entry = self.schedules[number]
        return entry | {"workout": self.workouts.get(entry["workoutId"])}

    def between(self, start: date, end: date) -> list[Json]:
        return [
            self.scheduled(number)
            for number, entry in sorted(self.schedules.items())
            if start <= date.fromisoformat(entry["calendarDate"]) <= end
        ]


@ROUTES.get("/workout-service/workouts")
def listed(library: Library, asked: Asked) -> Answer:
    start, limit = number_in(asked.query.get("start"), 0), number_in(asked.query.get("limit"), 100)
    if not 0 < limit <= MOST_LISTED:
        return BAD_REQUEST
    newest = sorted(library.workouts.values(), key=lambda each: each["workoutId"], reverse=True)
    return Answer(200, [_summary(each) for each in newest[start : start + limit]])


def _summary(workout: Json) -> Json:
    """The list has everything but the steps."""
    return {name: value for name, value in workout.items() if name != "workoutSegments"}


@ROUTES.add("POST", "/workout-service/workout")
def created(library: Library, asked: Asked) -> Answer:
    given = asked.json()
    if faults := faults_of(given):
        return Answer(400, {"message": faults[0]})
    number = library.next_id()
    library.workouts[number] = given | {"workoutId": number, "ownerId": 7_000_001}
    return Answer(200, library.workouts[number])


@ROUTES.get("/workout-service/workout/{id}")
def one(library: Library, asked: Asked, id: str) -> Answer:
    found = library.workouts.get(int(id))
    return Answer(200, found) if found else NOT_FOUND


@ROUTES.add("PUT", "/workout-service/workout/{id}")
def updated(library: Library, asked: Asked, id: str) -> Answer:
    if int(id) not in library.workouts:
        return NOT_FOUND
    given = asked.json()
    if faults := faults_of(given):
        return Answer(400, {"message": faults[0]})
    library.workouts[int(id)] = given | {"workoutId": int(id), "ownerId": 7_000_001}
    return NO_CONTENT


@ROUTES.add("DELETE", "/workout-service/workout/{id}")
def deleted(library: Library, asked: Asked, id: str) -> Answer:
    """What was planned of it goes with it."""
    planned = [each for each, entry in library.schedules.items() if entry["workoutId"] == int(id)]
    for each in planned:
        library.schedules.pop(each, None)
    return NO_CONTENT if library.workouts.pop(int(id), None) else NOT_FOUND


@ROUTES.get("/workout-service/workout/FIT/{id}")
def as_fit(library: Library, asked: Asked, id: str) -> Answer:
    if int(id) not in library.workouts:
        return NOT_FOUND
    return Answer(200, b"\x0e\x10", {"Content-Type": "application/octet-stream"})


@ROUTES.add("PUT", "/workout-service/schedule/sendtodevices")
def sent_all(library: Library, asked: Asked) -> Answer:
    library.sent.append({"schedules": sorted(library.schedules)})
    return NO_CONTENT


@ROUTES.get("/workout-service/schedule/workoutScheduleByPeriod")
def by_period(library: Library, asked: Asked) -> Answer:
    start, end = span(asked.query.get("startDate"), asked.query.get("endDate"), PERIOD_DAYS)
    return Answer(200, library.between(start, end))


@ROUTES.add("POST", "/workout-service/schedule/{id}")
def scheduled(library: Library, asked: Asked, id: str) -> Answer:
    """Answers 409 when the workout stands on that day already."""
    if int(id) not in library.workouts:
        return NOT_FOUND
    day = day_in(asked.json().get("date")).isoformat()
    if any(
        (each["workoutId"], each["calendarDate"]) == (int(id), day) for each in library.schedules.values()
    ):
        return Answer(409, {"message": "Workout is already scheduled on this date"})
    number = library.next_id()
    library.schedules[number] = {"workoutScheduleId": number, "workoutId": int(id), "calendarDate": day}
    return Answer(200, library.scheduled(number))


@ROUTES.get("/workout-service/schedule/{id}")
def schedule(library: Library, asked: Asked, id: str) -> Answer:
    return Answer(200, library.scheduled(int(id))) if int(id) in library.schedules else NOT_FOUND


@ROUTES.add("PUT", "/workout-service/schedule/{id}")
def rescheduled(library: Library, asked: Asked, id: str) -> Answer:
    if int(id) not in library.schedules:
        return NOT_FOUND
    day = day_in(asked.json().get("calendarDate")).isoformat()
    library.schedules[int(id)]["calendarDate"] = day
    return Answer(200, library.scheduled(int(id)))


@ROUTES.add("DELETE", "/workout-service/schedule/{id}")
def unscheduled(library: Library, asked: Asked, id: str) -> Answer:
    return NO_CONTENT if library.schedules.pop(int(id), None) else NOT_FOUND


@ROUTES.get("/calendar-service/year/(?P<year>\\d+)/month/(?P<month>\\d+)")
def month(library: Library, asked: Asked, year: str, month: str) -> Answer:
    """Months count from 0."""
    items = [
        {
            "id": number,
            "itemType": "workout",
            "date": entry["calendarDate"],
            "workoutId": entry["workoutId"],
            "title": library.workouts.get(entry["workoutId"], {}).get("workoutName"),
        }
        for number, entry in sorted(library.schedules.items())
        if entry["calendarDate"].startswith(f"{int(year):04}-{int(month) + 1:02}-")
    ]
    return Answer(200, {"year": int(year), "month": int(month), "calendarItems": items})


@ROUTES.add("POST", "/device-service/devicemessage/messages")
def sent(library: Library, asked: Asked) -> Answer:
    messages: list[Any] = asked.json()
    library.sent += messages
    return Answer(200, [each | {"messageId": library.next_id()} for each in messages])


@ROUTES.add("POST", "/upload-service/upload(/\\.?\\w+)?")
def uploaded(library: Library, asked: Asked) -> Answer:
    """202 for a new file, 409 for one that is there."""
    digest = hashlib.sha256(_file_in(asked)).hexdigest()
    failure = {"messages": [{"code": 202, "content": "Duplicate Activity."}]}
    is_known = digest in library.uploads
    library.uploads.add(digest)
    result = {"uploadId": "", "successes": [], "failures": [failure] if is_known else []}
    return Answer(409 if is_known else 202, {"detailedImportResult": result})


def _file_in(asked: Asked) -> bytes:
    head = f"Content-Type: {asked.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + asked.body)
    parts = message.get_payload() if message.is_multipart() else []
    return b"".join(part.get_payload(decode=True) for part in parts)
