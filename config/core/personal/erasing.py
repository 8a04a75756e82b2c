"""Erasing a person: keys first, then files, rows piece by piece, the cache; then the proof.

Every step can be repeated, so that an erasure that was killed is simply started again. What the audit record
says of somebody loses its personal part, and its chain stays whole. Who was erased is kept, as bare uids, in
the record and in `erased.jsonl` in the data folder: after a restore from a backup the same are erased again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from config.core import audit, cache
from config.core.logging import logger
from config.core.models import AuditEvent, Job
from config.core.personal import FOLDERS, STEPS, Person, Table, tables

ACTION = "athlete.erase"
AT_ONCE = 200
FIRST = ("athletes.DataKey", "athletes.Credential")
"""Once a data key is gone, no copy of what it sealed can be read, wherever one lies."""
LAST = ("athletes.User", "athletes.Athlete")
"""As long as there is an account, an erasure that was killed finds whom it was about."""

log = logger(__name__)


@dataclass(frozen=True)
class Erasure:
    """Rows and files that were erased now, and what is left of both and of the cache: 0 is the proof."""

    rows: int
    files: int
    remaining: int


def erase(person: Person, *, by: UUID | None = None) -> Erasure:
    """Erase everything of this person; `by` is who had it done, None Formline itself. Safe to repeat.

    Must not be called inside a transaction: what is gone shall be gone.
    """
    _remember(person)
    every = sorted(reversed(tables()), key=_turn)
    files = sum(_erase_files(table, person) for table in every if table.files) + _erase_folders(person)
    rows = sum(step(person) for step in STEPS.values())
    rows += sum(_erase_rows(table, person) for table in every if not table.kept)
    _erase_cache(person)
    done = Erasure(rows, files, remaining(person))
    for subject in person.uids:
        event = audit.record(by, ACTION, subject)
        audit.record(None, "erase.proved", None, asdict(done) | {"event": event.uid})
    log.info("person_erased", user=str(person.user_uid), **asdict(done))
    return done


def remaining(person: Person) -> int:
    """Rows, files and kept answers that still are this person's."""
    rows = sum(table.rows(person).count() for table in tables() if not table.kept)
    files = sum(len(_files_below(folder)) for folder in _folders(person))
    return rows + files + sum(cache.count_kept(name) for name in _cache_names(person))


def erased_uids(list_file: Path | None = None) -> set[UUID]:
    """Uids of accounts and athletes that were erased, by the record and by the list beside the database."""
    events = AuditEvent.objects.filter(action=ACTION).exclude(subject_uid=None)
    found = {uid for uid in events.values_list("subject_uid", flat=True) if uid is not None}
    path = list_file or _list_file()
    if path.exists():
        for line in path.read_text().splitlines():
            entry = json.loads(line)
            found |= {UUID(entry[key]) for key in ("user", "athlete") if entry.get(key)}
    return found


def _turn(table: Table) -> int:
    return 0 if table.label in FIRST else 2 + (table.label == LAST[0]) if table.label in LAST else 1


def _erase_rows(table: Table, person: Person) -> int:
    """Piece by piece, what hangs below included; jobs that are about a row go with it."""
    if table.unlinked is not None:
        return table.rows(person).update(**table.unlinked)
    erased, names = 0, any(each.name == "uid" for each in table.model._meta.fields)
    while rows := list(table.rows(person).values_list("pk", *(["uid"] if names else []))[:AT_ONCE]):
        with transaction.atomic():
            if names:
                Job.objects.filter(subject__in=[row[1] for row in rows]).delete()
            table.model._base_manager.filter(pk__in=[row[0] for row in rows]).delete()
        erased += len(rows)
    return erased


def _erase_files(table: Table, person: Person) -> int:
    """Files that rows name; a file that is gone already does not count."""
    erased = 0
    for column in table.files:
        names = table.rows(person).exclude(**{column: ""}).values_list(column, flat=True)
        for name in names.iterator(chunk_size=AT_ONCE):
            if default_storage.exists(name):
                default_storage.delete(name)
                erased += 1
    return erased


def _erase_folders(person: Person) -> int:
    """Whatever lies in the person's folders, named by a row or not."""
    erased = 0
    for folder in _folders(person):
        for name in _files_below(folder):
            default_storage.delete(name)
            erased += 1
        _remove_folders(folder)
    return erased


def _remove_folders(folder: str) -> None:
    for name in _within(folder)[0]:
        _remove_folders(f"{folder}/{name}")
    if default_storage.exists(folder):
        default_storage.delete(folder)


def _files_below(folder: str) -> list[str]:
    folders, files = _within(folder)
    found = [f"{folder}/{name}" for name in files]
    return found + [name for each in folders for name in _files_below(f"{folder}/{each}")]


def _within(folder: str) -> tuple[list[str], list[str]]:
    """Folders and files. A bucket lists what lies below a name that does not exist by itself."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _folders(person: Person) -> Iterator[str]:
    return (f"{folder}/{uid}" for folder in FOLDERS for uid in person.uids)


def _cache_names(person: Person) -> list[Any]:
    return [*person.uids, *([person.athlete_pk] if person.athlete_pk is not None else [])]


def _erase_cache(person: Person) -> None:
    for name in _cache_names(person):
        cache.erase_kept(name)


def _list_file() -> Path:
    return Path(settings.FORMLINE_DATA) / "erased.jsonl"


def _remember(person: Person) -> None:
    """Before anything is erased, so that no kill leaves an erasure that nobody knows of. Bare uids only."""
    if set(person.uids) <= erased_uids():
        return
    entry = {"at": timezone.now().isoformat(timespec="seconds"), "user": str(person.user_uid)}
    entry |= {"athlete": str(person.athlete_uid)} if person.athlete_uid else {}
    descriptor = os.open(_list_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
