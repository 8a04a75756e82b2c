"""The restore drill: what was backed up comes back, and what is no whole backup changes nothing."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from config.testing.postgres import installation

NAME = "formline_restored"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a database of its own on the engine of this run."""
    if connection.vendor == "sqlite":
        yield {"DATABASE_URL": f"sqlite:///{tmp_path}/drill.sqlite3"}
        return
    params = connection.get_connection_params()
    about = {key: params[key] for key in ("host", "port", "user", "password") if params.get(key)}
    with psycopg.connect(dbname="postgres", autocommit=True, **about) as server:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            server.execute(sql.SQL(statement).format(sql.Identifier(NAME)))
        who = f"{about['user']}:{quote(str(about.get('password', '')))}@{about['host']}:{about['port']}"
        yield {
            "DATABASE_URL": f"postgres://{who}/{NAME}",
            "DRILL_POSTGRES_BIN": str(installation() / "bin"),
        }
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME)))


@pytest.mark.django_db
def test_what_was_backed_up_comes_back_and_nothing_else_is_believed(
    tmp_path: Path, database: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.backup_drill", str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            **database,
            "DJANGO_SETTINGS_MODULE": "tests.pipeline.backup_settings",
            "FORMLINE_DATA": str(tmp_path / "data"),
            "DRILL_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        **{"mode": "0o600", "is_sealed": True, "verified": True, "not empty": "BACKUP_TARGET_NOT_EMPTY"},
        **dict.fromkeys(("cut", "cut at a chunk", "flipped", "none"), "BACKUP_DAMAGED"),
        **{
            "no manifest": "BACKUP_DAMAGED",
            "another form": "BACKUP_NEWER",
            "another release": "BACKUP_NEWER",
        },
        "no database": "BACKUP_DAMAGED" if connection.vendor == "sqlite" else "BACKUP_PROGRAM_FAILED",
        "thinned": [1, ["formline-20210101T000000Z.backup"], True],
        "same when read": [True, False],
        "refused": [
            *["ARGUMENTS_INVALID"] * 3,
            *["BACKUP_DAMAGED", "FILE_UNREADABLE"],
        ],
        "cache": [True, None],
        **{"another key": "BACKUP_KEY_WRONG", "no key": "BACKUP_KEY_MISSING"},
        **{
            "athletes": ["Ada of the restore drill"],
            "values": ["Zürich\x1f run", [61.25]],
            "files": ["originals/ride.fit"],
        },
        **{"file": True, "writes": True},
    }
