"""The whole of a server, started by the script and the configuration that are committed."""

import json
import shutil
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.long
@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx on this machine")
def test_a_server_is_safe_loses_nothing_and_nobody_notices_a_release() -> None:
    command = [sys.executable, "benchmarks/server.py", "--quick"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=600)

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    figures = answer["figures"]
    assert (figures["unsafe"], figures["failed"], figures["lost"]) == (0, 0, 0), done.stdout
    assert answer["passed"] is True
