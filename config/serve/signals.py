"""Signals become flags, and wake a sleeping select."""

import contextlib
import signal
import socket
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """The signals that end a run, and SIGCHLD, which only wakes. `taken` lists those not yet acted upon."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.wake, self._waker = socket.socketpair()
        self.wake.setblocking(False)
        self._waker.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _signum, _frame: None)
        for signum in ENDING:
            # `nohup bin/serve` asks to outlive its terminal.
            if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
                signal.signal(signum, self._take)

    def _take(self, signum: int, _frame: FrameType | None) -> None:
        self.taken.append(signum)

    def drain(self) -> None:
        """Empty the wake-up socket."""
        with contextlib.suppress(BlockingIOError):
            while self.wake.recv(512):
                pass
