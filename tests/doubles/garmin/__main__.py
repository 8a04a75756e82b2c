"""`python -m tests.doubles.garmin --dir DIR`: the doubles as a process of their own.

Prints one line of JSON: personal_url, connect_url, control_url, proxy_url, ca_path, environment (what a
process under test needs), key, keys, email, emails, password, mfa_code. Serves until it is killed or, with
`--until-eof`, until its standard input ends.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from tests.doubles.garmin.connect import TOKEN_LIFE_S
from tests.doubles.garmin.control import Control
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.proxy import GarminProxy


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.garmin", description=__doc__)
    add = parser.add_argument
    add("--dir", type=Path, required=True, help="where the certificates are written")
    add("--days", type=int, default=60)
    add("--activities", type=int, default=None, help="how many there are; about six a week without")
    add("--file-s", type=int, default=None, help="length of every activity; 30 to 60 minutes without")
    add("--today", type=date.fromisoformat, default=None)
    add("--time-zone", default="Europe/Berlin")
    add("--latency-ms", type=float, default=0.0)
    add("--mfa", nargs="?", const="123456", default=None, metavar="CODE", help="logins need this code")
    add("--accounts", type=int, default=1, help="how many there are, each with a key and a login")
    add("--token-life-s", type=float, default=TOKEN_LIFE_S)
    add("--in-flight", type=int, default=None, help="most calls of one account at a time")
    add("--per-second", type=float, default=None, help="most calls to one host")
    add("--refuse", action="store_true", help="answer 429 to calls over the limits")
    add("--retry-after-s", type=int, default=14)
    add("--pass-host", action="append", default=[], help="a host that the proxy tunnels as it is")
    add("--until-eof", action="store_true")
    return parser.parse_args(given)


def made(chosen: argparse.Namespace) -> GarminDouble:
    """The doubles as the arguments want them, not started."""
    double = GarminDouble(
        latency_s=chosen.latency_ms / 1000,
        mfa_code=chosen.mfa,
        days=chosen.days,
        activities=chosen.activities,
        file_s=chosen.file_s,
        today=chosen.today,
        time_zone=chosen.time_zone,
    )
    for seed in range(2, chosen.accounts + 1):
        double.add_person(seed)
    for account in double.connect.accounts.values():
        account.token_life_s = chosen.token_life_s
    for service in double.services.values():
        limits = service.traffic.limits
        limits.in_flight, limits.per_second = chosen.in_flight, chosen.per_second
        limits.refuse, limits.retry_after_s = chosen.refuse, chosen.retry_after_s
    return double


def told(double: GarminDouble, proxy: GarminProxy, control: Control) -> dict[str, Any]:
    """What somebody outside has to know."""
    return {
        "personal_url": double.personal.url,
        "connect_url": double.connect.url,
        "control_url": control.url,
        "proxy_url": proxy.url,
        "ca_path": str(proxy.ca_path),
        "environment": proxy.environment,
        "key": double.key,
        "keys": list(double.personal.accounts),
        "email": double.email,
        "emails": list(double.connect.accounts),
        "password": double.password,
        "mfa_code": double.mfa_code,
    }


def main() -> None:
    chosen = arguments()
    chosen.dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        double = running.enter_context(made(chosen))
        proxy = GarminProxy(double, chosen.dir, passed=frozenset(chosen.pass_host))
        running.enter_context(proxy)
        control = Control(double, proxy)
        running.enter_context(control)
        sys.stdout.write(json.dumps(told(double, proxy, control)) + "\n")
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        if chosen.until_eof:
            sys.stdin.read()
        else:
            signal.pause()


if __name__ == "__main__":
    main()
