"""Reading stored secrets as the tasks do; as a program, without a pause until its input ends."""

from __future__ import annotations

import json
import os
import sys

PURPOSE, AT_ONCE = "garmin_login", 500


def read(begin: int = 0, most: int | None = None) -> dict[str, int]:
    """Read the secrets of `most` athletes from `begin` on; `failed` are unreadable or somebody else's."""
    from athletes import vault  # noqa: PLC0415 - needs Django
    from athletes.models import Athlete  # noqa: PLC0415

    failed, athletes = 0, list(Athlete.objects.order_by("pk")[begin : begin + most if most else None])
    for athlete in athletes:
        try:
            failed += vault.unseal(athlete=athlete, purpose=PURPOSE) != {"token": str(athlete.uid)}
        except vault.VaultError:
            failed += 1
    return {"reads": len(athletes), "failed": failed}


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    reads = failed = begin = 0
    os.set_blocking(sys.stdin.fileno(), False)
    print("ready", flush=True)
    while not _is_told():
        done = read(begin, AT_ONCE)
        begin = begin + AT_ONCE if done["reads"] else 0
        reads, failed = reads + done["reads"], failed + done["failed"]
    print(json.dumps({"reads": reads, "failed": failed}))


def _is_told() -> bool:
    try:
        return os.read(sys.stdin.fileno(), 1) == b""
    except BlockingIOError:
        return False


if __name__ == "__main__":
    main()
