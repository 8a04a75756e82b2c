"""`bin/serve` as somebody meets it who starts it, looks, and stops it."""

import contextlib
import http.client
import signal
import socket
import stat
from pathlib import Path

import psutil
import pytest

from config.serve.ports import free_port
from tests.serve.conftest import PATIENCE_S, Server, start, wait_until

pytestmark = pytest.mark.servers


def get(port: int, path: str) -> int:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as connection:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status


def command_of(process: psutil.Process) -> list[str]:
    """What still runs; nothing for one that only waits for its new parent to take note of its end."""
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=0)[1]


def test_a_server_answers_keeps_others_away_heals_and_leaves_nothing_behind(server: Server) -> None:
    facts = server.facts()
    assert get(server.port, "/health") == 200
    assert facts["url"] == f"http://localhost:{server.port}"
    assert (facts["demo_email"], facts["demo_password"]) == (None, None)
    assert facts["pids"].keys() == {"supervisor", "valkey", "web", "worker", "beat"}
    assert facts["pids"]["supervisor"] == server.process.pid
    assert stat.S_IMODE(server.file.stat().st_mode) == 0o600
    # Static files are those of the repository, nobody's data.
    private = [path for path in server.data.rglob("*") if "static" not in path.relative_to(server.data).parts]
    assert {"formline.sqlite3", "migrate.log"} <= {path.name for path in private}
    assert [path for path in private if path.stat().st_mode & 0o077] == []

    second = start(server.data, free_port(), "--no-demo")
    refusal, _ = second.process.communicate(timeout=PATIENCE_S)
    assert second.process.returncode == 1
    assert refusal == f"formline: Formline already runs on {server.data}, at {facts['url']}\n"

    psutil.Process(facts["pids"]["web"]).kill()
    wait_until(lambda: server.facts()["pids"].get("web", facts["pids"]["web"]) != facts["pids"]["web"])
    assert get(server.port, "/health") == 200

    family = server.family()
    said = server.end(signal.SIGTERM)
    assert server.process.returncode == 0
    assert gone(family)
    assert not server.file.exists()
    assert f"http://localhost:{server.port}" in said
    assert "web ended with -9, starts again in 0.5 s" in said


def test_children_follow_a_killed_supervisor(server: Server) -> None:
    family = server.family()
    server.process.kill()
    _, left = psutil.wait_procs(family, timeout=PATIENCE_S)
    assert [words for process in left if (words := command_of(process))] == []


def test_a_port_in_use_is_one_line_and_starts_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        server = start(tmp_path / "data", port)
        said, _ = server.process.communicate(timeout=PATIENCE_S)
    assert server.process.returncode == 1
    assert said == f"formline: port {port} is in use by another program; choose another with --port N\n"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["serve.lock"]
