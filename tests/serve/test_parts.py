"""The parts of the supervisor that need no process."""

import contextlib
import json
import os
import socket
import sqlite3
import stat
from pathlib import Path

import pytest

from config.serve import ports, state, valkey
from config.serve.demo import Demo
from config.serve.errors import ServeError
from config.serve.migrations import Migrations
from config.serve.options import ROOT, Options, parse
from config.serve.restarts import Restarts
from config.serve.static_files import StaticFiles


@pytest.fixture(autouse=True)
def _called_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORMLINE_CALLED_FROM", str(tmp_path))
    monkeypatch.delenv("FORMLINE_DATA", raising=False)
    monkeypatch.delenv("PORT", raising=False)


def test_without_options_it_is_port_8000_and_the_folder_var() -> None:
    assert parse([]) == Options(port=8000, data=ROOT / "var", demo=True, dev=False)


def test_a_relative_folder_is_relative_to_where_the_command_was_called(tmp_path: Path) -> None:
    options = parse(["--port", "9000", "--data", "here", "--no-demo", "--dev"])
    assert options == Options(port=9000, data=tmp_path / "here", demo=False, dev=True)


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_cannot_be_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse(["--port", port])
    assert stopped.value.code == 2
    assert f"{port} is no port; one from 1 to 65535 is" in capsys.readouterr().err


def test_a_port_is_refused_when_its_owner_listens_on_ipv6_only() -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=f"^port {port} is in use"):
            ports.reserve(port)


def test_a_program_that_dies_once_an_hour_is_always_started_again() -> None:
    now = 0.0
    restarts = Restarts(clock=lambda: now)
    for _hour in range(10):
        assert restarts.died("web") == 0.5
        assert restarts.take_due() == []
        now += 3600
        assert restarts.take_due() == ["web"]
        assert restarts.take_due() == []


def test_a_fifth_death_within_a_minute_is_the_end_unless_it_was_forgiven() -> None:
    restarts = Restarts()
    assert [restarts.died("web") for _ in range(4)] == [0.5, 1, 2, 4]
    restarts.forgive("web")
    assert [restarts.died("web") for _ in range(4)] == [0.5, 1, 2, 4]
    with pytest.raises(ServeError, match=r"^web ended 5 times within 60 seconds$"):
        restarts.died("web")


def test_a_locked_folder_names_the_address_of_its_server(tmp_path: Path) -> None:
    state.ServeFile(tmp_path, "http://localhost:8000").write({})
    descriptor = state.lock(tmp_path)
    with pytest.raises(ServeError, match=f"^Formline already runs on {tmp_path}, at http://localhost:8000$"):
        state.lock(tmp_path)
    os.close(descriptor)
    os.close(state.lock(tmp_path))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServeError, match=rf"^the data folder {tmp_path}/file/data cannot be used: Not a dir"):
        state.lock(tmp_path / "file" / "data")


def test_serve_json_is_private_and_complete(tmp_path: Path) -> None:
    file = state.ServeFile(tmp_path, "http://localhost:8000")
    file.set_login("demo@example.org", "secret")
    file.write({"web": 17})
    path = tmp_path / "serve.json"
    assert json.loads(path.read_text()) == {
        "url": "http://localhost:8000",
        "demo_email": "demo@example.org",
        "demo_password": "secret",
        "pids": {"supervisor": os.getpid(), "web": 17},
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_demo_login_is_taken_from_its_line_and_kept_out_of_the_log() -> None:
    heard: list[tuple[str, str]] = []
    demo = Demo(lambda email, password: heard.append((email, password)))
    assert not demo.hear("making 18 months of training")
    assert not demo.hear('{"activities": 12}')
    assert not demo.hear("{broken")
    assert demo.hear('{"email": "demo@example.org", "password": "secret"}')
    assert heard == [("demo@example.org", "secret")]
    assert (demo.email, demo.password) == ("demo@example.org", "secret")


def test_static_files_are_collected_once_per_content(tmp_path: Path) -> None:
    static = StaticFiles(tmp_path)
    assert not static.is_current()
    static.set_current()
    assert static.is_current()
    assert StaticFiles(tmp_path).is_current()
    (tmp_path / "static" / ".collected").write_text("of another version")
    assert not static.is_current()


def test_a_database_is_migrated_again_when_its_own_record_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with contextlib.closing(sqlite3.connect(tmp_path / "formline.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (app, name)")
        database.execute("INSERT INTO django_migrations VALUES ('core', '0001_initial')")
    assert not Migrations(tmp_path).are_applied()
    Migrations(tmp_path).set_applied()
    assert Migrations(tmp_path).are_applied()

    with contextlib.closing(sqlite3.connect(tmp_path / "formline.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations")
    assert not Migrations(tmp_path).are_applied()


def test_nothing_is_assumed_of_a_database_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Migrations(tmp_path).set_applied()
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/formline")
    assert not Migrations(tmp_path).are_applied()


def test_the_password_of_valkey_is_readable_by_the_owner_only_and_new_each_time(tmp_path: Path) -> None:
    first, second = valkey.prepare(tmp_path / "valkey"), valkey.prepare(tmp_path / "valkey")
    configuration = tmp_path / "valkey" / "valkey.conf"
    assert stat.S_IMODE(configuration.stat().st_mode) == 0o600
    password = second.url.removeprefix("redis://:").partition("@")[0]
    assert f"requirepass {password}\n" in configuration.read_text()
    assert password not in first.url
    assert password not in " ".join(second.argv)
