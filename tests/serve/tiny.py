"""A supervisor over one small Python program, run by the tests as a process: tiny.py FOLDER CODE."""

import sys
from pathlib import Path

from config.serve.console import Console
from config.serve.errors import ServeError, StopRequested
from config.serve.program import Program
from config.serve.supervisor import Supervisor

if __name__ == "__main__":
    folder, code = sys.argv[1:]
    supervisor = Supervisor(Console(Path(folder)))
    try:
        supervisor.start(Program("tiny", (sys.executable, "-uc", code), grace_s=0.5))
        supervisor.wait(lambda: False, None)
    except (ServeError, StopRequested) as end:
        sys.stdout.write(f"{type(end).__name__}: {end}\n")
    finally:
        supervisor.stop(last="")
