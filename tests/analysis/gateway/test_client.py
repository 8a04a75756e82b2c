"""Traps of the SDK that must not become ours."""

from __future__ import annotations

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from analysis.gateway.asking import ask
from analysis.gateway.keys import base_url
from tests.analysis.gateway.builders import request
from tests.architecture.source import ROOT
from tests.doubles.claude import ClaudeDouble

WITHOUT = """
import sys, django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()
from analysis.services import asking
print("anthropic" in sys.modules)
"""
LOUD = """
import logging, os, django
os.environ["ANTHROPIC_LOG"] = "debug"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()
import analysis.gateway.client
print(logging.getLogger("anthropic").level, logging.getLogger("httpx2").level)
"""


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
def test_the_address_may_be_written_in_any_way(claude: ClaudeDouble, settings: Any, ending: str) -> None:
    settings.ANTHROPIC_BASE_URL = claude.url + ending

    assert ask(request(), deadline_s=30).text
    assert claude.requests[0].path == "/v1/messages"


def test_without_an_address_it_is_the_public_one(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ANTHROPIC_BASE_URL = ""
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://elsewhere")

    assert base_url() == "https://api.anthropic.com"


@pytest.mark.django_db
def test_the_sdk_tries_nothing_again_by_itself(claude: ClaudeDouble) -> None:
    ask(request("status529x1"), deadline_s=30)

    assert [each.headers["x-stainless-retry-count"] for each in claude.requests] == ["0", "0"]


@pytest.mark.django_db
def test_the_profile_and_tokens_of_the_environment_are_not_used(
    claude: ClaudeDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "from-somewhere")
    monkeypatch.setenv("ANTHROPIC_PROFILE", "somebody")

    ask(request(), deadline_s=30)

    assert claude.requests[0].headers["authorization"] == "Bearer a-key"


@pytest.mark.parametrize(
    ("code", "said"), [(WITHOUT, "False"), (LOUD, f"{logging.WARNING} {logging.WARNING}")]
)
@pytest.mark.long
def test_the_sdk_is_loaded_late_and_stays_quiet(code: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)

    assert done.stdout.strip() == said, done.stderr


@pytest.mark.django_db(transaction=True)
def test_many_threads_share_one_client(claude: ClaudeDouble) -> None:
    claude.answers(lambda body: body["messages"][0]["content"])

    def said(number: int) -> str:
        from django.db import connection

        try:
            asked = request(messages=[{"role": "user", "content": f"answer {number}"}])
            return ask(asked, deadline_s=20).text
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(said, range(24))) == [f"answer {number}" for number in range(24)]
