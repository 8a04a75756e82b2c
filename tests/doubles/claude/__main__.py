"""`python -m tests.doubles.claude --port N`: the double as a process, for trying Formline against it.

Prints one line of JSON with its address and what Formline's environment needs. Serves until it is killed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import sys
from collections.abc import Sequence

from tests.doubles.claude.double import Answering, ClaudeDouble


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.claude", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0)
    add("--scenario", action="append", default=[], help="of the next requests, one each; the last one stays")
    add("--answers", metavar="MODULE:FUNCTION", help="what writes the answers, given a request's body")
    add("--latency-ms", type=float, default=0.0, help="before every answer")
    add("--delta-ms", type=float, default=20.0, help="between two pieces of a stream")
    add("--compatible", action="store_true", help="know only what local servers know")
    return parser.parse_args(given)


def found(name: str) -> Answering:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def main() -> None:
    chosen = arguments()
    with ClaudeDouble(port=chosen.port) as double:
        double.latency_s, double.delta_s = chosen.latency_ms / 1000, chosen.delta_ms / 1000
        double.is_compatible = chosen.compatible
        double.plays(*chosen.scenario)
        if chosen.answers:
            double.answers(found(chosen.answers))
        environment = {
            "AI_ENABLED": "true",
            "ANTHROPIC_API_KEY": "double",
            "ANTHROPIC_BASE_URL": double.url,
            "AI_PROFILE": "compatible" if chosen.compatible else "anthropic",
        }
        sys.stdout.write(json.dumps({"url": double.url, "environment": environment}) + "\n")
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.pause()


if __name__ == "__main__":
    main()
