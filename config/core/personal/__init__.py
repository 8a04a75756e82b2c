"""Which rows and files belong to a person: declared by each app, taken along and erased in one place.

A table names the paths that lead from it to an athlete, an account, a uid or an e-mail address. A guard test
walks all tables, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Person:
    """An account and the athlete it is, if any. Primary keys and names outside of both."""

    user_pk: int
    user_uid: UUID
    email: str
    athlete_pk: int | None = None
    athlete_uid: UUID | None = None

    @property
    def uids(self) -> list[UUID]:
        return [self.user_uid, *([self.athlete_uid] if self.athlete_uid else [])]


@dataclass(frozen=True)
class Table:
    """`athlete`, `user`, `uid`, `email` are paths to whose the row is; one that fits is enough.

    `where` finds rows in another way instead. `exported` narrows what is taken along; with
    `why_not_exported` nothing is; `left_out` are columns that stay, each with its reason. `also` are further
    columns by path, `read` turns a stored value into a plain one. `unlinked` rows stay, with these values;
    `kept` says why rows stay as they are. `files` are columns that name files.
    """

    label: str
    athlete: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    uid: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    where: Callable[[Person], Q] | None = None
    exported: Callable[[Person], Q] | None = None
    why_not_exported: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    as_csv: bool = True
    files: tuple[str, ...] = ()
    unlinked: Mapping[str, Any] | None = None
    kept: str = ""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def rows(self, person: Person) -> QuerySet[Any]:
        """All rows of this person, in the order in which they were made."""
        query = self.where(person) if self.where else self._paths(person)
        found: QuerySet[Any] = self.model._base_manager.filter(query) if query else self._none()
        return found.order_by("pk")

    def shown(self, person: Person) -> QuerySet[Any]:
        """The rows that this person takes along."""
        rows = self.rows(person)
        return rows.filter(self.exported(person)) if self.exported else rows

    def _paths(self, person: Person) -> Q:
        query = Q()
        if person.athlete_pk is not None:
            for path in self.athlete:
                query |= Q(**{path: person.athlete_pk})
        for path in self.user:
            query |= Q(**{path: person.user_pk})
        for path in self.uid:
            query |= Q(**{f"{path}__in": person.uids})
        for path in self.email:
            query |= Q(**{f"{path}__iexact": person.email})
        return query

    def _none(self) -> QuerySet[Any]:
        none: QuerySet[Any] = self.model._base_manager.none()
        return none


TABLES: dict[str, Table] = {}
FOLDERS: list[str] = []
STEPS: dict[str, Callable[[Person], int]] = {}


def register(*tables: Table, folders: tuple[str, ...] = (), **steps: Callable[[Person], int]) -> None:
    """Called in the `ready` of each app, tables with what hangs below them after them.

    `folders` of the storage hold one folder a person, named by a uid. `steps` erase what is in no table, and
    say how much they erased.
    """
    for table in tables:
        if TABLES.setdefault(table.label, table) != table:
            raise ValueError(f"{table.label} is registered already")
    FOLDERS.extend(each for each in folders if each not in FOLDERS)
    STEPS.update(steps)


def person_of(user: Any, athlete: Any = None) -> Person:
    """The person of an account (`pk`, `uid`, `email`) and of its athlete."""
    facts = (athlete.pk, athlete.uid) if athlete is not None else (None, None)
    return Person(user.pk, user.uid, user.email, *facts)


def tables() -> list[Table]:
    """Every table that was declared, those that others hang on first."""
    return list(TABLES.values())
