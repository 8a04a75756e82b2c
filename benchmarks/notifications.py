#!/usr/bin/env python3
"""Ten thousand mails by two workers, undisturbed and while workers are killed, through a real mail server.

`lost` are messages that never arrived, `duplicates` mails that came twice; one that came twice was in flight
when its worker died, and its row says so (`unmarked` counts those whose row does not).
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from support import post_house
from support.mortal import Mortal
from support.report import report

from athletes.models import Athlete, User
from config.core.ids import uuid7
from config.schedule import MINUTE_S
from config.serve.programs import worker
from notifications.models import Delivery, Message
from notifications.services import notify
from notifications.services.sweep import sweep

MAILS, QUICK_MAILS = 10_000, 150
KILLED_MAILS, QUICK_KILLED_MAILS = 3_000, 100
KILLS, QUICK_KILLS = 20, 2
PEOPLE = 500
CALM_SWEEP_S, SWEEP_S, LOOK_S, PATIENCE_S = MINUTE_S, 5, 0.25, 1_800
OVER = (Delivery.State.SENT, Delivery.State.FAILED, Delivery.State.SKIPPED)


@dataclass
class Outcome:
    sent: int
    lost: int
    duplicates: int
    unmarked: int
    seconds: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    people = _people()
    workers = [Mortal(name, [*worker().argv, "--hostname", f"{name}@%h"]) for name in ("one", "two")]
    for each in workers:
        each.start()
    _calm(people, 1)  # until then the workers come up
    calm = _calm(people, QUICK_MAILS if given.quick else MAILS)
    mails, kills = (QUICK_KILLED_MAILS, QUICK_KILLS) if given.quick else (KILLED_MAILS, KILLS)
    disturbed, killed, in_flight = _disturbed(people, mails, kills, workers, random.Random(given.seed))
    for each in workers:
        each.kill()
    figures = {
        "sent": calm.sent + disturbed.sent,
        "lost": calm.lost + disturbed.lost,
        "calm_duplicates": calm.duplicates,
        "duplicates": calm.duplicates + disturbed.duplicates,
        "unmarked": calm.unmarked + disturbed.unmarked,
        "kills": killed,
        "in_flight_at_kill": in_flight,
        "per_second": calm.sent / calm.seconds,
        "load_average": os.getloadavg()[1],
    }
    report(
        "notifications",
        figures,
        {"lost": 0, "calm_duplicates": 0, "unmarked": 0, "duplicates": in_flight},
        least={"kills": kills},
    )


def _people() -> list[User]:
    rows = [User(email=f"runner{number}@example.org") for number in range(PEOPLE)]
    people = User.objects.bulk_create(rows)
    Athlete.objects.bulk_create(Athlete(user=each) for each in people)
    addresses: Any = apps.get_model("account", "EmailAddress")
    addresses.objects.bulk_create(
        addresses(user=each, email=each.email, verified=True, primary=True) for each in people
    )
    return people


def _calm(people: list[User], count: int) -> Outcome:
    began = time.monotonic()
    messages = _tell(people, count)
    _until(lambda: _left(messages) == 0, sweep_s=CALM_SWEEP_S)
    return _outcome(messages, time.monotonic() - began)


def _disturbed(
    people: list[User], count: int, kills: int, workers: list[Mortal], chance: random.Random
) -> tuple[Outcome, int, int]:
    """Kill one worker after the other while mails leave; returns the outcome, kills, sends under way then."""
    began, killed = time.monotonic(), 0
    in_flight: set[tuple[int, int]] = set()  # claims: a delivery and its try, however many kills it outlives
    messages = _tell(people, count)
    for number in range(kills):
        _until(lambda number=number: _left(messages) <= count * (kills - number) / (kills + 1))
        if _left(messages) == 0:
            print("all was sent before all kills", file=sys.stderr)
            break
        time.sleep(chance.uniform(0, 0.3))
        victim = chance.choice(workers)
        victim.kill()
        sending = _mails(messages).filter(state=Delivery.State.SENDING)
        in_flight.update(sending.values_list("pk", "attempts"))
        victim.start()
        killed += 1
    _until(lambda: _left(messages) == 0, hurry=lambda: _let_time_pass(messages))
    return _outcome(messages, time.monotonic() - began), killed, len(in_flight)


def _tell(people: list[User], count: int) -> list[int]:
    context = {"event": "A new key was made", "at": "23 Nov 2026, 12:05"}
    told = (
        notify(user=people[number % PEOPLE], kind="security", key=str(uuid7()), context=context, url="/")
        for number in range(count)
    )
    return [each.pk for each in told]


def _mails(messages: list[int]) -> Any:
    # Nobody else tells anything meanwhile; a list of ten thousand would cost as much as the sending.
    return Delivery.objects.filter(message__pk__range=(messages[0], messages[-1]), address__channel="email")


def _left(messages: list[int]) -> int:
    """Mails that are not over, and messages of which no mail was made yet."""
    return len(messages) - _mails(messages).filter(state__in=OVER).count()


def _let_time_pass(messages: list[int]) -> None:
    """What nobody has touched for five seconds, longer than any send takes, becomes a quarter of an hour old.

    So nobody waits for the leases of the dead, nor for the patience of the sweep.
    """
    now = timezone.now()
    idle, long_ago = now - timedelta(seconds=5), now - timedelta(minutes=15)
    still = Message.objects.filter(pk__range=(messages[0], messages[-1]), updated_at__lt=idle)
    still.not_fanned_out().update(created_at=long_ago, updated_at=idle)
    quiet = _mails(messages).filter(updated_at__lt=idle)
    quiet.filter(state=Delivery.State.SENDING).update(lease_until=now, updated_at=long_ago)
    quiet.filter(state=Delivery.State.WAITING).update(updated_at=long_ago)


def _outcome(messages: list[int], seconds: float) -> Outcome:
    uids = dict(_mails(messages).values_list("uid", "uncertain_at"))
    came = {uid: _times(str(uid)) for uid in uids}
    arrived = sum(1 for times in came.values() if times)
    return Outcome(
        sent=arrived,
        lost=len(messages) - arrived,
        duplicates=sum(times - 1 for times in came.values() if times > 1),
        unmarked=sum(1 for uid, times in came.items() if times > 1 and uids[uid] is None),
        seconds=seconds,
    )


def _times(uid: str) -> int:
    return post_house.office.taken[f"<{uid}@localhost>"]


def _until(
    is_so: Callable[[], bool], hurry: Callable[[], None] = lambda: None, sweep_s: float = SWEEP_S
) -> None:
    """Wait for it, and sweep meanwhile every `sweep_s`, as beat has it done, after `hurry`."""
    deadline, swept = time.monotonic() + PATIENCE_S, time.monotonic()
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("the mails do not come to their end")
        if time.monotonic() - swept > sweep_s:
            hurry()
            sweep()
            swept = time.monotonic()
        time.sleep(LOOK_S)


if __name__ == "__main__":
    main()
