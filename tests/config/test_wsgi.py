"""The door of the web server, through which gunicorn goes once before it forks."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

LEFT = """
import threading
import config.wsgi
from django.db import connection
threads = [each.name for each in threading.enumerate() if each.name.startswith("pool")]
print(connection._connection_pools, threads)
"""


@pytest.mark.django_db
def test_no_pool_of_connections_is_there_when_workers_fork(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("pools of connections are PostgreSQL's")
    params = connection.get_connection_params()
    who = f"{params['user']}:{quote(str(params.get('password', '')))}@{params['host']}:{params['port']}"
    address = f"postgres://{who}/{params['dbname']}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LEFT],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "FORMLINE_DATA": str(tmp_path),
            "DATABASE_URL": address,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (0, "{} []\n"), done.stderr
