"""Loading the demo athlete beside the running server."""

import json
from collections.abc import Callable
from dataclasses import replace

from config.serve.program import Program
from config.serve.programs import manage


class Demo:
    """The job and, once it has told it, the login."""

    def __init__(self, on_login: Callable[[str, str], None]) -> None:
        self._on_login = on_login
        self.email: str | None = None
        self.password: str | None = None

    def program(self) -> Program:
        """`create_demo_athlete`; the line with the password goes nowhere else."""
        return replace(manage("demo", "create_demo_athlete", "--json"), listen=self.hear)

    def hear(self, line: str) -> bool:
        """Take a line of JSON with `email` and `password`; other lines are not for us."""
        if not line.startswith("{"):
            return False
        try:
            said = json.loads(line)
            self.email, self.password = str(said["email"]), str(said["password"])
        except (ValueError, KeyError):
            return False
        self._on_login(self.email, self.password)
        return True
