"""How far the record was sealed, told apart from it, so that a newest part that is cut off is missed.

A head is the last event of a seal and the seal's hash. It goes into a row that SECRET_KEY signs, into a file
of the data folder and into the log. The chain itself cannot know: a shorter one is as whole as before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from config.core import beats
from config.core.logging import logger
from config.core.models import AuditSeal

NAME, FOUND = "audit_head", "audit_check"
FILE = "audit-heads.jsonl"

log = logger(__name__)


class Head(NamedTuple):
    """Printed as `last_id:sha256`."""

    last_id: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.last_id}:{self.sha256}"


def parsed(text: str) -> Head:
    """Raises ValueError."""
    last_id, _, sha256 = text.partition(":")
    return Head(int(last_id), sha256)


def sign(head: Head) -> None:
    """Within the transaction of the seal."""
    beats.beat(NAME, _signer().sign(str(head)))


def tell(head: Head) -> None:
    """Once the seal is there for good. A file that cannot be written costs one line of several."""
    log.info("audit_sealed", last_id=head.last_id, sha256=head.sha256)
    line = json.dumps({"at": timezone.now().isoformat(timespec="seconds"), **head._asdict()})
    try:
        descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(line + "\n")
    except OSError as error:
        log.warning("audit_head_not_written", error=type(error).__name__)


def is_row_sound(newest: AuditSeal | None) -> bool:
    """Whether the seal that the signed row names is still there; `newest` was read before."""
    said = beats.said(NAME)
    if said is None:
        return newest is None
    head = _read(said)
    return head is not None and AuditSeal.objects.filter(**head._asdict()).exists()


@dataclass(frozen=True)
class Told:
    """What was told of the record: `said` is the signed row. Read before the seals, which may grow."""

    said: str | None
    written: list[Head]

    def faults(self, sealed: Mapping[int, str]) -> Iterator[str]:
        """What was told and is not among the seals, given as hashes by last event."""
        head = _read(self.said) if self.said else None
        if head is None and sealed and (self.said is not None or beats.said(NAME) is None):
            yield "the signed head is gone or was not written here"
        elif head is not None and sealed.get(head.last_id) != head.sha256:
            yield f"the signed head: nothing is sealed up to {head.last_id} as it was"
        gone = [each.last_id for each in self.written if sealed.get(each.last_id) != each.sha256]
        if gone:
            yield f"{len(gone)} heads of {FILE}, up to {max(gone)}"


def told() -> Told:
    return Told(beats.said(NAME), list(_written()))


def start_again(head: Head | None) -> None:
    """From here on this is the end. The file is put aside."""
    file = _file()
    if file.exists():
        file.rename(file.with_name(f"{FILE}.{timezone.now():%Y%m%dT%H%M%S}"))
    if head is None:
        beats.forget(NAME)
    else:
        sign(head)
        tell(head)


def _read(said: str) -> Head | None:
    try:
        return parsed(_signer().unsign(said))
    except (BadSignature, ValueError):
        return None


def _written() -> Iterator[Head]:
    """A line that a crash cut short counts for nothing."""
    if not _file().exists():
        return
    for line in _file().read_text().splitlines():
        try:
            entry = json.loads(line)
            yield Head(int(entry["last_id"]), str(entry["sha256"]))
        except (ValueError, KeyError, TypeError):
            log.warning("audit_head_unreadable")


def _file() -> Path:
    return Path(settings.FORMLINE_DATA) / FILE


def _signer() -> Signer:
    return Signer(salt=NAME)
