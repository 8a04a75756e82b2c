"""Other programs, asked once."""

import os
import subprocess
from pathlib import Path


def output_of(*argv: str | Path, seconds: float, folder: Path | None = None) -> str | None:
    """What a command printed, or None when it failed, is not there or took too long."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603
            argv, capture_output=True, text=True, timeout=seconds, check=False, env=environment, cwd=folder
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
