"""The demo athlete: eighteen months through the same door as everybody's data."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min

from athletes.models import Athlete, Threshold, User
from athletes.sources.demo import HISTORY_DAYS, ROBIN, DemoSource, ThresholdStep, thresholds_between
from athletes.sources.records import RecordedActivity
from config.core.celery import enqueue
from metrics.models import Day
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.demo_word import write_demo_word
from metrics.services.ingest import store_activity, store_day

EMAIL = "demo@formline.example"
SEED = 1
FIRST_WEEKS = timedelta(weeks=12)
WHOLE = timedelta(days=HISTORY_DAYS)
CHUNK = timedelta(weeks=6)


@dataclass(frozen=True)
class DemoLogin:
    athlete: Athlete
    email: str
    password: str


def create_demo_athlete(*, seed: int = SEED) -> DemoLogin:
    """Make the demo athlete with the newest twelve weeks; the worker adds the rest. Safe to repeat."""
    password = demo_password()
    with transaction.atomic():
        user = User.objects.filter(email=EMAIL).first() or User.objects.create_user(EMAIL, name=ROBIN.name)
        if not user.check_password(password):
            user.set_password(password)
            user.save()
        # Nobody reads this mailbox, so nobody could follow a link to confirm it.
        EmailAddress.objects.update_or_create(
            user=user, email=EMAIL, defaults={"verified": True, "primary": True}
        )
        athlete = _athlete(user)
    today = athlete.today()
    _set_thresholds(athlete, today)
    _fill(athlete, max(today - FIRST_WEEKS, _newest(athlete, today) or date.min), today, seed)
    _add_morning(athlete, today, seed)
    enqueue("metrics.tasks.extend_demo", athlete.pk)
    return DemoLogin(athlete, EMAIL, password)


def demo_password() -> str:
    """The same on every start of one installation, and nowhere stored."""
    return hmac.new(settings.SECRET_KEY.encode(), b"demo athlete", hashlib.sha256).hexdigest()[:16]


def extend_demo(*, athlete_id: int, seed: int = SEED) -> None:
    """Append the days up to this morning, then six older weeks, until the eighteen months are whole."""
    athlete = Athlete.objects.filter(pk=athlete_id, is_demo=True).first()
    if athlete is None:
        return
    today = athlete.today()
    _set_thresholds(athlete, today)
    newest, oldest = _newest(athlete, today), _oldest(athlete)
    if newest is None or oldest is None:
        return
    _fill(athlete, newest + timedelta(days=1), today, seed)
    _add_morning(athlete, today, seed)
    begin = _begin(athlete)
    if oldest > begin:
        _fill(athlete, max(begin, oldest - CHUNK), oldest, seed)
        enqueue("metrics.tasks.extend_demo", athlete.pk)


def _athlete(user: User) -> Athlete:
    athlete, _ = Athlete.objects.get_or_create(
        user=user,
        defaults={
            "name": ROBIN.name,
            "time_zone": ROBIN.time_zone,
            "sex": ROBIN.sex,
            "birth_year": ROBIN.birth_year,
            "hr_max_bpm": ROBIN.hr_max_bpm,
            "hr_rest_bpm": ROBIN.hr_rest_bpm,
            "is_demo": True,
        },
    )
    return athlete


def _begin(athlete: Athlete) -> date:
    """Eighteen months before the account was made: fixed, so that history does not grow at its old end."""
    return athlete.local_day(athlete.created_at) - WHOLE


def _newest(athlete: Athlete, today: date) -> date | None:
    """The newest whole day; of today only the night is known."""
    return Day.objects.for_athlete(athlete).filter(date__lt=today).aggregate(day=Max("date"))["day"]


def _oldest(athlete: Athlete) -> date | None:
    return Day.objects.for_athlete(athlete).aggregate(day=Min("date"))["day"]


def _set_thresholds(athlete: Athlete, today: date) -> None:
    """The steps of each threshold, a new one only where the value changed."""
    rows: list[Threshold] = []
    held: dict[tuple[str, str], float] = {}
    for step in thresholds_between(_begin(athlete), today):
        for (sport, kind), value in _values(step).items():
            if held.get((sport, kind)) != value:
                held[sport, kind] = value
                day = step.effective_from
                rows.append(Threshold(athlete=athlete, sport=sport, kind=kind, value=value, valid_from=day))
    Threshold.objects.bulk_create(rows, ignore_conflicts=True)


def _values(step: ThresholdStep) -> dict[tuple[str, str], float]:
    kind, sport = Threshold.Kind, Threshold.Sport
    return {
        (sport.CYCLING, kind.FTP): step.ftp_w,
        (sport.CYCLING, kind.LTHR): step.lthr_cycling_bpm,
        (sport.RUNNING, kind.LTHR): step.lthr_running_bpm,
        (sport.RUNNING, kind.PACE): step.threshold_pace_s_per_km,
    }


def _fill(athlete: Athlete, since: date, until: date, seed: int) -> None:
    book = ThresholdBook(athlete)
    for record in DemoSource(seed, today=until).fetch(since, until):
        if isinstance(record, RecordedActivity):
            store_activity(athlete=athlete, recorded=record, book=book)
        else:
            store_day(athlete=athlete, recorded=record)
    write_demo_word(athlete, since, until, seed)


def _add_morning(athlete: Athlete, today: date, seed: int) -> None:
    if (night := DemoSource(seed, today=today).morning()) is not None:
        store_day(athlete=athlete, recorded=night)
