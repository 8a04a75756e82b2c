"""When a program that died is started again, and when that is pointless."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from config.serve.errors import ServeError

TRIES, WINDOW_S = 5, 60.0
FIRST_DELAY_S, LONGEST_DELAY_S = 0.5, 8.0


class Restarts:
    """Waits 0.5, 1, 2, 4 s; a fifth death within a minute is the end."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: dict[str, deque[float]] = defaultdict(deque)
        self._due: dict[str, float] = {}

    def plan(self, name: str, delay_s: float) -> None:
        """Start `name` again after so many seconds."""
        self._due[name] = self._clock() + delay_s

    def died(self, name: str) -> float:
        """Count a death, plan the restart and return its delay; ServeError when it has died too often."""
        now, deaths = self._clock(), self._deaths[name]
        deaths.append(now)
        while now - deaths[0] > WINDOW_S:
            deaths.popleft()
        if len(deaths) >= TRIES:
            raise ServeError(f"{name} ended {TRIES} times within {WINDOW_S:.0f} seconds")
        delay = min(FIRST_DELAY_S * 2 ** (len(deaths) - 1), LONGEST_DELAY_S)
        self.plan(name, delay)
        return delay

    def forgive(self, name: str) -> None:
        """Forget its deaths: what made it die may have been mended."""
        self._deaths.pop(name, None)

    def take_due(self) -> list[str]:
        """The names whose time has come, each handed out once."""
        now = self._clock()
        ready = [name for name, when in self._due.items() if when <= now]
        for name in ready:
            del self._due[name]
        return ready
