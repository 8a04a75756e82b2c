#!/usr/bin/env python3
"""A new key for 10,000 athletes, while a process reads their secrets without a pause.

The first rotation is killed with SIGKILL at half; `seconds` is both together, with the starts of their
processes. Then the older key is forgotten and every secret read with the newest alone.
"""

import argparse
import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched

from django.conf import settings
from support import house  # makes the installation that the following imports need
from support.key_reader import PURPOSE, read
from support.report import report

from athletes import vault
from athletes.models import Athlete, Credential, DataKey, User

ATHLETES, QUICK_ATHLETES, AT_ONCE = 10_000, 1_000, 500
MOST_SECONDS = 60.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    count = QUICK_ATHLETES if options.parse_args().quick else ATHLETES
    old, new = _key("b1"), _key("b2")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(house.ROOT), str(house.ROOT / "benchmarks")])
    _use(old)
    _enrol(count)
    _use(f"{new},{old}")
    with _reading() as reader:
        started = time.monotonic()
        killed_at = _killed_at_half(count)
        answer = _rotated()
        seconds = time.monotonic() - started
    reads = json.loads(reader.communicate(timeout=60)[0].splitlines()[-1])
    _use(new)
    figures = {
        "athletes": count,
        "seconds": seconds,
        "killed_at": killed_at,
        "rewrapped_after_kill": answer["rewrapped"],
        "remaining": answer["remaining"],
        "reads_meanwhile": reads["reads"],
        "failed_reads": reads["failed"],
        "unreadable_with_newest_alone": read()["failed"],
    }
    most = {"seconds": MOST_SECONDS, "remaining": 0, "failed_reads": 0, "unreadable_with_newest_alone": 0}
    report("keys", figures, most, least={"killed_at": 1, "reads_meanwhile": count / 10})


@contextmanager
def _reading() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that reads until the end of this; its figures are on its output then."""
    argv = [sys.executable, "-m", "support.key_reader"]
    process = subprocess.Popen(argv, cwd=house.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdout.readline()
    try:
        yield process
    finally:
        process.stdin.close()
        process.stdin = None


def _killed_at_half(count: int) -> int:
    """Start a rotation and kill it when half is done; how many were."""
    process = subprocess.Popen(_command("--batch", "50"), cwd=house.ROOT, stdout=subprocess.DEVNULL)
    while (done := DataKey.objects.filter(wrapped_by="b2").count()) < count / 2 and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return done if done < count else 0


def _rotated() -> dict[str, float]:
    ended = subprocess.run(_command(), cwd=house.ROOT, stdout=subprocess.PIPE, check=True)
    answer: dict[str, float] = json.loads(ended.stdout)
    return answer


def _command(*more: str) -> list[str]:
    return [sys.executable, "manage.py", "rotate_keys", "--json", *more]


def _enrol(count: int) -> None:
    for numbers in batched(range(count), AT_ONCE):
        users = User.objects.bulk_create(User(email=f"keys{each}@formline.example") for each in numbers)
        for athlete in Athlete.objects.bulk_create(Athlete(user=user) for user in users):
            vault.seal(athlete=athlete, purpose=PURPOSE, data={"token": str(athlete.uid)})
    if Credential.objects.count() != count:
        raise SystemExit("not everybody has a secret")


def _use(keys: str) -> None:
    os.environ["CREDENTIAL_KEYS"] = settings.CREDENTIAL_KEYS = keys


def _key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"


if __name__ == "__main__":
    main()
