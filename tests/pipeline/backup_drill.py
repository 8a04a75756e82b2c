"""`python -m tests.pipeline.backup_drill FOLDER`: an installation is backed up, ruined, and put back."""

import json
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402

from athletes.models import Athlete  # noqa: E402
from athletes.people import person_by_email  # noqa: E402
from config.core.backup import BackupError, make_backup, read_manifest, restore_backup  # noqa: E402
from config.core.backup.archive import stored_files  # noqa: E402
from config.core.backup.databases import count_rows  # noqa: E402
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
    content = target.read_bytes()
    for name, damaged in {
        "cut": content[:-1],
        "cut at a chunk": content[: len(content) - len(content) % ((1 << 20) + 16)],
        "flipped": content[:2_000_000] + bytes([content[2_000_000] ^ 1]) + content[2_000_001:],
        "none": b"",
    }.items():
        (folder / name).write_bytes(damaged)
        told[name] = refusal(folder / name)
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
    call_command("restore", str(target), replace=True, stdout=StringIO())
    told |= {
        "athletes": list(Athlete.objects.values_list("name", flat=True)),
        "values": [
            *Activity.objects.values_list("name", flat=True),
            *Day.objects.values_list("hrv_rmssd_ms"),
        ],
        "files": list(stored_files()),
        "file": default_storage.open("originals/ride.fit").read() == LARGE,
        "writes": AthleteFactory.create(name="Next").pk > athlete.pk,
    }
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
