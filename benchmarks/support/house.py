"""Importing this module makes an installation of its own: temporary data folder, SQLite file, real Valkey.

Everything is gone when the process ends. Import it before anything that needs Django's models.
With `--postgres` among the arguments of the program the database is a PostgreSQL of its own.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
DATA = Path(tempfile.mkdtemp(prefix="formline-benchmark-"))
VALKEY_START_S = 15


def _start_valkey() -> str:
    from config.serve import valkey  # noqa: PLC0415 - the path to it was just set
    from config.serve.child import die_with  # noqa: PLC0415

    server = valkey.prepare(DATA / "valkey")
    process = subprocess.Popen(
        server.argv, stdout=subprocess.DEVNULL, preexec_fn=die_with(os.getpid(), signal.SIGKILL)
    )
    atexit.register(_stop, process)
    deadline = time.monotonic() + VALKEY_START_S
    while not server.answers():
        if time.monotonic() > deadline:
            raise SystemExit("Valkey did not start")
        time.sleep(0.02)
    return server.url


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=10)


def _set_up() -> None:
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "support.settings",
        "FORMLINE_DATA": str(DATA),
        "LOG_LEVEL": "ERROR",
        "REDIS_URL": _start_valkey(),
    }
    if "--postgres" in sys.argv:
        from support import mortal  # noqa: PLC0415 - the path to what it needs was just set

        os.environ["DATABASE_URL"] = mortal.database()[1]
    import django  # noqa: PLC0415 - reads the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


atexit.register(shutil.rmtree, DATA, ignore_errors=True)
_set_up()
