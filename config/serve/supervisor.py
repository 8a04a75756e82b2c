"""Starts programs, relays what they say, restarts those that die and leaves none behind."""

import contextlib
import os
import selectors
import time
from collections.abc import Callable, Iterable, Mapping

import psutil

from config.serve.child import ON_LINUX, Child, adopt_orphans
from config.serve.console import Console
from config.serve.errors import ServeError, StopRequested
from config.serve.program import Program
from config.serve.restarts import Restarts
from config.serve.signals import Signals

TICK_S = 0.2


class Supervisor:
    """One thread, one loop: `pump` does whatever is due. `on_change` hears the pids after each start or end.

    A program that keeps dying ends the run; a `patient` supervisor leaves it down until `restart` is called.
    """

    def __init__(self, console: Console, *, patient: bool = False) -> None:
        self.console = console
        self._patient = patient
        self.on_change: Callable[[Mapping[str, int]], None] = lambda _pids: None
        self._signals = Signals()
        self._children: dict[str, Child] = {}
        self._programs: dict[str, Program] = {}
        self._restarts = Restarts()
        self._asked_to_stop: set[str] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._signals.wake, selectors.EVENT_READ)
        adopt_orphans()

    @property
    def pids(self) -> dict[str, int]:
        """Of the running programs by name, jobs left out."""
        return {name: child.pid for name, child in self._children.items() if child.program.kept}

    def start(self, program: Program) -> Child:
        """Start it and return at once."""
        child = Child(program)
        self._programs[program.name] = program
        self._children[program.name] = child
        self._selector.register(child.output, selectors.EVENT_READ, child)
        self.on_change(self.pids)
        return child

    def run(self, *jobs: Program) -> None:
        """Run jobs side by side to their end; ServeError names the first that failed."""
        children = [self.start(job) for job in jobs]
        self.wait(lambda: all(child.exit_code() is not None for child in children), None)
        for child in children:
            if child.exit_code():
                raise self._failure(f"{child.program.name} failed", child.program.name)

    def restart(self, names: Iterable[str]) -> None:
        """Stop these in good order; the loop starts them again, and those that are down."""
        for name in names:
            self._restarts.forgive(name)
            if child := self._children.get(name):
                self._asked_to_stop.add(name)
                child.ask_to_stop()
            elif name in self._programs:
                self._restarts.plan(name, 0)

    def wait(self, condition: Callable[[], bool], seconds: float | None) -> bool:
        """Keep everything going until the condition holds (true) or the time is up (false)."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not condition():
            if deadline is not None and time.monotonic() > deadline:
                return False
            self.pump()
        return True

    def pump(self) -> None:
        """One turn of the loop. Raises StopRequested on a signal, ServeError when a program keeps dying."""
        self._relay()
        for child in [child for child in self._children.values() if child.exit_code() is not None]:
            self._ended(child)
        self._bury_adopted()
        if self._signals.taken:
            raise StopRequested(self._signals.taken.pop(0))
        for name in self._restarts.take_due():
            self.start(self._programs[name])

    def stop(self, last: str) -> None:
        """End all programs, the one named `last` after the others; a second signal makes it short."""
        others = [child for name, child in self._children.items() if name != last]
        self._end(others)
        self._end(list(self._children.values()))
        left = psutil.Process().children(recursive=True)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=5)

    def _end(self, children: list[Child]) -> None:
        for child in children:
            child.ask_to_stop()
        started = time.monotonic()
        while any(
            child.exit_code() is None and time.monotonic() - started < child.program.grace_s
            for child in children
        ):
            self._relay()
            if self._signals.taken:
                break
        for child in children:
            child.kill_group()
            child.bury()
            self._forget(child)

    def _relay(self) -> None:
        for key, _events in self._selector.select(TICK_S):
            if isinstance(key.data, Child):
                self._relay_lines(key.data, key.data.lines())
            else:
                self._signals.drain()

    def _relay_lines(self, child: Child, lines: Iterable[str]) -> None:
        program = child.program
        for line in lines:
            if not (program.listen and program.listen(line)):
                self.console.relay(program.name, line, quiet=program.quiet)

    def _ended(self, child: Child) -> None:
        child.kill_group()
        self._forget(child)
        name, code = child.program.name, child.exit_code()
        if name in self._asked_to_stop:
            self._asked_to_stop.discard(name)
            self._restarts.plan(name, 0)
        elif child.program.kept:
            self._restart_later(name, code)

    def _restart_later(self, name: str, code: int | None) -> None:
        try:
            delay = self._restarts.died(name)
        except ServeError as error:
            if not self._patient:
                raise self._failure(str(error), name) from None
            self.console.say(f"{error}; it starts again when the code changes")
            return
        self.console.say(f"{name} ended with {code}, starts again in {delay:g} s")

    def _forget(self, child: Child) -> None:
        if self._children.get(child.program.name) is child:
            del self._children[child.program.name]
            self._selector.unregister(child.output)
            self._relay_lines(child, child.last_words())
            self.on_change(self.pids)

    def _bury_adopted(self) -> None:
        if not ON_LINUX:
            return
        own = {child.pid for child in self._children.values()}
        with contextlib.suppress(ChildProcessError):
            while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is not None:
                if dead.si_pid in own:
                    return
                os.waitpid(dead.si_pid, 0)

    def _failure(self, what: str, name: str) -> ServeError:
        return ServeError(f"{what}; its last words are in {self.console.log_path(name)}")
