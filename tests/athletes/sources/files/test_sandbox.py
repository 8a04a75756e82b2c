"""A child process that reads files and may die of them."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import numpy as np
import pytest

from athletes.sources.files import FileError, Sandbox, read_file
from tests.doubles.files.fit_files import START, begin, other_kind, ride

RIDE = ride(30)
ONE_RECORD = b"\x01" + (1_000_000_000).to_bytes(4, "little")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def slow_file(records: int = 300_000) -> bytes:
    """A file of many seconds of decoding: the bytes after its end leave it to fitdecode."""
    return begin().write("record", timestamp=START).raw(ONE_RECORD * records).content(crc=0) + b"rest"


def code_of(sandbox: Sandbox, content: bytes) -> str:
    with pytest.raises(FileError) as caught:
        sandbox.read(content, "file.fit")
    return caught.value.code


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/status").exists()


def test_it_reads_what_the_reader_reads(sandbox: Sandbox):
    here, there = read_file(RIDE, "ride.fit"), sandbox.read(RIDE, "ride.fit")

    assert there.original == here.original
    assert (there.sport, there.laps, there.warnings) == (here.sport, here.laps, here.warnings)
    np.testing.assert_array_equal(there.samples.time_s, here.samples.time_s)
    for name, values in here.samples.channels.items():
        np.testing.assert_array_equal(there.samples.channels[name], values)


def test_an_error_crosses_the_pipe(sandbox: Sandbox):
    assert code_of(sandbox, other_kind("workout")) == "FILE_NOT_ACTIVITY"
    assert code_of(sandbox, b"") == "FILE_EMPTY"


def test_one_child_serves_many_files(sandbox: Sandbox):
    sandbox.read(RIDE, "1.fit")
    first = sandbox.pid
    code_of(sandbox, b"rubbish")
    sandbox.read(RIDE, "2.fit")

    assert sandbox.pid == first


def test_the_child_is_renewed_after_its_share():
    with Sandbox(recycle_after=2) as sandbox:
        pids = []
        for _ in range(3):
            sandbox.read(RIDE, "ride.fit")
            pids.append(sandbox.pid)

    assert pids[0] == pids[1] != pids[2]


def test_a_file_that_takes_too_long_is_stopped():
    with Sandbox(wall_s=1.0) as sandbox:
        before = time.monotonic()
        assert code_of(sandbox, slow_file()) == "FILE_PARSER_TIMEOUT"
        assert time.monotonic() - before < 5.0
        assert sandbox.pid is None


def test_a_file_that_uses_up_its_processor_time_is_stopped():
    with Sandbox(cpu_s=0) as sandbox:
        assert code_of(sandbox, slow_file()) == "FILE_PARSER_TIMEOUT"


def test_a_child_that_dies_is_replaced(sandbox: Sandbox):
    sandbox.read(RIDE, "ride.fit")
    first = sandbox.pid
    assert first is not None
    Timer(0.3, os.kill, (first, signal.SIGSEGV)).start()

    assert code_of(sandbox, slow_file()) == "FILE_PARSER_CRASHED"
    assert sandbox.read(RIDE, "ride.fit").samples.time_s.size == 31
    assert sandbox.pid != first


def test_memory_beyond_the_limit_is_an_error_and_not_the_workers_end():
    with Sandbox(memory_mb=130) as sandbox:
        assert code_of(sandbox, b"<gpx><name>" + bytes(48 * 1024 * 1024)) == "FILE_PARSER_CRASHED"
        assert sandbox.read(RIDE, "ride.fit").samples.time_s.size == 31


def test_threads_take_turns(sandbox: Sandbox):
    contents = [ride(seconds) for seconds in range(5, 17)]

    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda content: sandbox.read(content, "ride.fit"), contents))

    assert [activity.samples.time_s.size for activity in read] == list(range(6, 18))


def test_the_child_ends_with_its_sandbox():
    with Sandbox() as sandbox:
        sandbox.read(RIDE, "ride.fit")
        pid = sandbox.pid
        assert pid is not None
        assert is_alive(pid)

    assert not is_alive(pid)
    sandbox.close()


def test_the_child_knows_no_secret_and_holds_no_open_file(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    sandbox.read(RIDE, "ride.fit")

    assert b"SECRET_KEY" not in Path(f"/proc/{sandbox.pid}/environ").read_bytes()
    assert len(list(Path(f"/proc/{sandbox.pid}/fd").iterdir())) <= 6


def test_the_child_never_loads_django(sandbox: Sandbox):
    sandbox.read(RIDE, "ride.fit")

    assert "django" not in Path(f"/proc/{sandbox.pid}/maps").read_text()


def test_a_forked_process_starts_its_own_child(sandbox: Sandbox):
    sandbox.read(RIDE, "ride.fit")
    mine = sandbox.pid
    reader, writer = os.pipe()
    forked = os.fork()
    if forked == 0:
        try:
            sandbox.read(RIDE, "ride.fit")
            os.write(writer, str(sandbox.pid).encode())
            sandbox.close()
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(forked, 0)
    theirs = os.read(reader, 100)
    os.close(reader)

    assert theirs not in (b"", str(mine).encode())
    assert sandbox.read(RIDE, "ride.fit").samples.time_s.size == 31
    assert sandbox.pid == mine
