"""`python -m config.serve`, called by `bin/serve` after the set-up."""

import signal
import sys
from collections.abc import Sequence

from config.serve.errors import ServeError, StopRequested
from config.serve.options import parse
from config.serve.run import Formline, prepare_environment


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 and one line on stderr after a fault, 2 for bad options."""
    options = parse(arguments)
    try:
        prepare_environment(options)
        Formline(options).run()
    except ServeError as error:
        sys.stderr.write(f"formline: {error}\n")
        return 1
    except StopRequested as request:
        return 0 if request.signum in (signal.SIGINT, signal.SIGTERM) else 128 + request.signum
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
