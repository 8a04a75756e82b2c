"""Everybody outside whom this installation may contact, what they get, and by whose leave.

Each app registers those it talks to in the `ready` of its AppConfig; what was really asked of them is in the
table of calls. A service that nobody registered is shown all the same, by its bare name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from config.core.models import ExternalCall
from config.core.personal import Person


@dataclass(frozen=True)
class Party:
    """`services` are the names of its calls; `gets` and `leave` are sentences.

    `is_on` says whether this person lets it be contacted now; None where there is nothing to decide.
    """

    name: str
    services: tuple[str, ...]
    gets: str
    leave: str
    is_on: Callable[[Person], bool | None]


@dataclass(frozen=True)
class Contact:
    """What there was to do with one party on behalf of one person, as long as calls are kept."""

    party: Party
    is_on: bool | None
    calls: int
    last_at: datetime | None


PARTIES: dict[str, Party] = {}


def register(*parties: Party) -> None:
    """Called in the `ready` of each app that contacts somebody."""
    for party in parties:
        if PARTIES.setdefault(party.name, party) != party:
            raise ValueError(f"{party.name} is registered already")


def contacts(person: Person) -> list[Contact]:
    """Every party, those that were contacted last first."""
    calls = ExternalCall.objects.filter(subject__in=person.uids).order_by().values_list("service")
    found = {name: (count, last) for name, count, last in calls.annotate(Count("pk"), Max("started_at"))}
    known = {service for party in PARTIES.values() for service in party.services}
    rows = [_contact(party, party.is_on(person), found) for party in PARTIES.values()]
    rows += [_contact(_unknown(name), None, found) for name in sorted(set(found) - known)]
    return sorted(rows, key=lambda row: -row.last_at.timestamp() if row.last_at else 0)


def _contact(party: Party, is_on: bool | None, found: dict[str, tuple[int, datetime]]) -> Contact:
    mine = [found[service] for service in party.services if service in found]
    last_at = max((last for _count, last in mine), default=None)
    return Contact(party, is_on, sum(count for count, _last in mine), last_at)


def _unknown(service: str) -> Party:
    return Party(service, (service,), "Nobody wrote down what it gets.", "", lambda _person: None)
