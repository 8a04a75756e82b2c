"""`python -m tests.pipeline.backup_drill FOLDER`: an installation is backed up, ruined, and put back."""

import json
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from athletes.models import Athlete  # noqa: E402
from athletes.people import person_by_email  # noqa: E402
from config.core.backup import (  # noqa: E402
    BackupError,
    archive,
    databases,
    make_backup,
    read_manifest,
    restore_backup,
)
from config.core.backup.archive import stored_files  # noqa: E402
from config.core.backup.databases import count_rows  # noqa: E402
from config.core.backup.sealing import Sealed  # noqa: E402
from config.core.personal import erasing  # noqa: E402
from metrics.models import Activity, Day  # noqa: E402
from tests.factories.athletes import AthleteFactory  # noqa: E402
from tests.factories.metrics import ActivityFactory, DayFactory  # noqa: E402

NAME = "Ada of the restore drill"
LARGE = bytes(range(256)) * 12_000
"""Three megabytes: more than one chunk of the seal."""


def refusal(source: Path, *, replaces: bool = True) -> str:
    before = count_rows()
    try:
        restore_backup(source, replaces=replaces)
    except BackupError as error:
        return error.code if count_rows() == before else "CHANGED SOMETHING"
    return "RESTORED"


def said(command: str, *arguments: object, **options: object) -> str:
    """What a command answered, or the code by which it refused."""
    told, refused = StringIO(), StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=told, stderr=refused, **options)
    except SystemExit:
        return refused.getvalue().partition(":")[0]
    return told.getvalue()


def commands(folder: Path) -> dict[str, object]:
    """`manage.py backup` into a folder, over and over."""
    kept = folder / "kept"
    kept.mkdir()
    for year in (2020, 2021):
        (kept / f"formline-{year}0101T000000Z.backup").touch()
    (kept / "mine.backup").touch()
    settings.BACKUP_MARKER = str(folder / "marker")
    answer = json.loads(said("backup", kept, keep=2))
    marked = (folder / "marker").exists()
    (folder / "marker").unlink()
    verified = json.loads(said("backup", answer["backup"], verify=True))
    return {
        "thinned": [answer["removed"], sorted(each.name for each in kept.iterdir())[:1], marked],
        "same when read": [answer["rows"] == verified["rows"], (folder / "marker").exists()],
        "refused": [
            said("backup", kept, keep=0),
            said("backup", folder / "file", keep=3),
            said("backup", folder / "nowhere" / "file"),
            said("backup", kept / "mine.backup", verify=True),
            said("backup", folder / "nowhere", verify=True),
        ],
    }


@contextmanager
def instead(module: object, name: str, value: object) -> Iterator[None]:
    """Another release, or a fault, while a backup is made."""
    kept = getattr(module, name)
    setattr(module, name, value)
    yield
    setattr(module, name, kept)


def damaged(folder: Path, content: bytes) -> Iterator[tuple[str, Path]]:
    """A backup of which not every byte is as it was written."""
    for name, rest in {
        "cut": content[:-1],
        "cut at a chunk": content[: len(content) - len(content) % ((1 << 20) + 16)],
        "flipped": content[:2_000_000] + bytes([content[2_000_000] ^ 1]) + content[2_000_001:],
        "none": b"",
    }.items():
        (folder / name).write_bytes(rest)
        yield name, folder / name


def unfit(folder: Path) -> Iterator[tuple[str, Path]]:
    """Backups that are sealed as they should be, and still none for here."""
    one = folder / "unfit"
    with one.open("wb") as raw, Sealed(raw) as sealed, tarfile.open(fileobj=sealed, mode="w|") as bare:
        archive._put(bare, archive.DATABASE, BytesIO(b"all of it"), 9)
    yield "no manifest", one
    with instead(archive, "FORMAT", 2):
        make_backup(one)
    yield "another form", one
    future = MigrationRecorder(connection)
    future.record_applied("metrics", "9999_of_the_future")
    make_backup(one)
    future.record_unapplied("metrics", "9999_of_the_future")
    yield "another release", one
    with instead(archive, "dump", lambda path: {"x": [path.write_bytes(b"no database"), 0]}):
        make_backup(one)
    yield "no database", one


def main(folder: Path) -> dict[str, object]:
    call_command("migrate", run_syncdb=True, verbosity=0)
    athlete = AthleteFactory.create(name=NAME)
    ActivityFactory.create(athlete=athlete, name="Zürich\x1f run")
    DayFactory.create(athlete=athlete, date=date(2026, 11, 22), hrv_rmssd_ms=61.25)
    default_storage.save("originals/ride.fit", ContentFile(LARGE))
    gone = AthleteFactory.create(name="Gone").user.email
    target = folder / "one.backup"
    manifest = make_backup(target)
    told: dict[str, object] = {
        "mode": oct(target.stat().st_mode & 0o777),
        "is_sealed": NAME.encode() not in target.read_bytes(),
        "verified": read_manifest(target).tables == manifest.tables == count_rows(),
        "not empty": refusal(target, replaces=False),
    }
    told |= {name: refusal(path) for name, path in damaged(folder, target.read_bytes())}
    told |= {name: refusal(path) for name, path in unfit(folder)} | commands(folder)
    key, settings.BACKUP_KEY = settings.BACKUP_KEY, "A" * 43 + "="
    told["another key"] = refusal(target)
    settings.BACKUP_KEY = ""
    told["no key"] = refusal(target)
    settings.BACKUP_KEY = key

    Activity.objects.all().delete()
    Day.objects.update(hrv_rmssd_ms=1)
    default_storage.delete("originals/ride.fit")
    default_storage.save("originals/later.fit", ContentFile(b"later"))
    AthleteFactory.create(name="Later")
    erasing.erase(person_by_email(gone))
    if connection.vendor == "postgresql":  # as a restore that was killed leaves it
        databases._in_one(f"ALTER SCHEMA public RENAME TO {databases.ASIDE}", "CREATE SCHEMA public")
    cache.set("of before", 1)
    restored = json.loads(said("restore", target, replace=True))
    told |= {
        "athletes": list(Athlete.objects.values_list("name", flat=True)),
        "values": [
            *Activity.objects.values_list("name", flat=True),
            *Day.objects.values_list("hrv_rmssd_ms"),
        ],
        "files": list(stored_files()),
        "file": default_storage.open("originals/ride.fit").read() == LARGE,
        "cache": [restored["cache_cleared"], cache.get("of before")],
        "writes": AthleteFactory.create(name="Next").pk > athlete.pk,
    }
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
