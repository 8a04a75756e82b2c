"""The doubles as a process of their own: they say where they are, and what arrives."""

import json
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

pytestmark = pytest.mark.servers


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Iterator[dict[str, Any]]]:
    """The lines that it prints."""
    command = [sys.executable, "-m", "tests.doubles.outside", "--dir", str(tmp_path)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield (json.loads(line) for line in process.stdout)
        process.kill()


def test_what_arrives_is_told_line_by_line(outside: Iterator[dict[str, Any]]) -> None:
    told = next(outside)
    port = int(told["environment"]["EMAIL_URL"].rpartition(":")[2])
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("a@example.org", "b@example.org", "To: b@example.org\nSubject: Hello\n\nEasy run.")
    assert next(outside) == {
        "at": "mail",
        "to": "b@example.org",
        "subject": "Hello",
        "text": "Easy run.\r\n",
        "stop": None,
    }

    requests.post(told["receiver"], json={"kind": "test"}, timeout=5)
    arrived = next(outside)
    assert (arrived["at"], arrived["body"]) == ("webhook", {"kind": "test"})
