"""gunicorn's configuration file: the loaded web server waits here until the database is migrated.

So loading the code and migrating run side by side, and no request meets a database of yesterday.
"""

import os
from typing import Any


def on_starting(server: Any) -> None:  # noqa: ARG001  # gunicorn calls it by this signature
    """Block until the supervisor has closed its end of the pipe."""
    os.read(int(os.environ["FORMLINE_GATE"]), 1)
