"""How a start or a run ends early."""


class ServeError(Exception):
    """Ends everything with exit code 1; the message is the one line that the person at the terminal reads."""


class StopRequested(Exception):
    """A signal asked for the end; not an error."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum
