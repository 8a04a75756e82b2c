"""What `bin/serve` was asked for."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("config", "athletes", "notifications", "metrics", "plans", "analysis")
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Options:
    """`data` is absolute; `demo` loads the demo athlete; `dev` reloads on change."""

    port: int
    data: Path
    demo: bool
    dev: bool


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port; one from 1 to 65535 is")
    return int(text)


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; `PORT` and `FORMLINE_DATA` in the environment are the defaults.

    Exits with 2 and a usage line when it makes no sense. A relative folder is relative to where the command
    was called, not to the project.
    """
    parser = argparse.ArgumentParser(prog="bin/serve", description="Sets Formline up and starts it.")
    port = os.environ.get("PORT") or str(DEFAULT_PORT)
    data = os.environ.get("FORMLINE_DATA") or str(ROOT / "var")
    parser.add_argument("--port", type=_port, default=port, metavar="N", help="default %(default)s")
    parser.add_argument(
        "--data", default=data, metavar="DIR", help="where everything is written, default %(default)s"
    )
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo athlete")
    parser.add_argument("--dev", action="store_true", help="show errors in full and reload when code changes")
    given = parser.parse_args(arguments)
    called_from = Path(os.environ.get("FORMLINE_CALLED_FROM") or Path.cwd())
    folder = (called_from / Path(given.data).expanduser()).resolve()
    return Options(port=given.port, data=folder, demo=not given.no_demo, dev=given.dev)
