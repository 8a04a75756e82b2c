"""Everything that a served Formline leaves behind or tells, searched for secrets in every form of theirs."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import psutil
import redis
import zstandard

from tests.black_box.formline import Formline

NOT_OURS = "static"
"""The folder of the repository's own files."""


def places(formline: Formline) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every place that is looked at."""
    yield from files(formline.data)
    yield from database(formline.database)
    yield from valkey(formline.data / "valkey" / "valkey.conf")
    yield "output", formline.said.read_bytes()
    for path in ("/metrics", "/health/detailed"):
        yield path, formline.get(path).content
    for process in formline.family():
        yield f"command line of {process.pid}", command_line(process)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Database and its log, Valkey's append-only file, logs, counters."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] != NOT_OURS:
            yield f"file {path.relative_to(folder)}", path.read_bytes()


def database(path: Path) -> Iterator[tuple[str, bytes]]:
    """The dump as SQL, and compressed columns as what they hold."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield "dump", "\n".join(connection.iterdump()).encode()
        for row, data in connection.execute("select id, data from metrics_rawanswer"):
            yield f"raw answer {row}", zstandard.ZstdDecompressor().decompress(data, 64 * 2**20)


def valkey(configuration: Path) -> Iterator[tuple[str, bytes]]:
    """Every key and its value."""
    told = dict(line.split(" ", 1) for line in configuration.read_text().splitlines() if " " in line)
    with redis.Redis(port=int(told["port"]), password=told["requirepass"]) as client:
        for key in client.scan_iter():
            yield f"key {key!r}", key + b"\0" + repr(_value(client, key)).encode("latin-1", "replace")


def _value(client: Any, key: bytes) -> Any:
    readers = {
        b"string": client.get,
        b"hash": client.hgetall,
        b"set": client.smembers,
        b"list": lambda each: client.lrange(each, 0, -1),
        b"zset": lambda each: client.zrange(each, 0, -1),
    }
    kind = client.type(key)
    return readers[kind](key) if kind in readers else None


def command_line(process: psutil.Process) -> bytes:
    try:
        return Path(f"/proc/{process.pid}/cmdline").read_bytes()
    except OSError:
        return b""


def forms(secret: str) -> set[bytes]:
    """As it is, in an address, and within base64 wherever it may begin."""
    raw = secret.encode()
    found = {raw, quote_plus(secret).encode()}
    for lead in range(3):
        coded = base64.b64encode(b"\0" * lead + raw)
        # The first and the last characters hang on what stands beside it.
        found.add(coded[lead + 1 : -4])
    return found


def found_in(looked_at: Iterable[tuple[str, bytes]], secrets: Iterable[str]) -> list[str]:
    """The names of the places that hold one of the secrets."""
    wanted = [form for secret in secrets for form in forms(secret)]
    return [name for name, content in looked_at if any(form in content for form in wanted)]


def codes_in(looked_at: Iterable[tuple[str, bytes]], code: str) -> list[str]:
    """Places where a code of six digits, which chance may write anywhere, stands as a code."""
    near = re.compile(rf"(?i)(code|mfa|token|otp|verif)\W{{0,12}}{code}(?!\d)".encode())
    alone = re.compile(rf"(?<![\w.-]){code}(?!\w)".encode())
    return [
        name
        for name, content in looked_at
        if near.search(content) or (_is_text(name) and alone.search(content))
    ]


def _is_text(name: str) -> bool:
    return name == "output" or name.startswith(("dump", "file logs", "/", "command"))
