"""From options to a running Formline, in the order that shows the first page soonest."""

import os
import sys
from dataclasses import replace

import environ

from config.serve import ports, programs, state, valkey
from config.serve.console import Console
from config.serve.demo import Demo
from config.serve.errors import ServeError
from config.serve.migrations import Migrations
from config.serve.options import ROOT, Options
from config.serve.program import Program
from config.serve.static_files import StaticFiles
from config.serve.supervisor import Supervisor

VALKEY_START_S, WEB_START_S, DEMO_PATIENCE_S = 30, 120, 20


def prepare_environment(options: Options) -> None:
    """What the settings of all programs read; what is set already, here or in `.env`, wins where it may.

    What any of them writes is for its owner only, also in a data folder that others may enter.
    """
    os.umask(0o077)
    if (ROOT / ".env").exists():
        environ.Env.read_env(str(ROOT / ".env"))
    os.environ |= {"FORMLINE_DATA": str(options.data), "PORT": str(options.port), "PYTHONUNBUFFERED": "1"}
    os.environ.setdefault("SITE_URL", f"http://localhost:{options.port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(state.counters(options.data)))
    if options.dev:
        os.environ.setdefault("DEBUG", "true")


class Formline:
    """One run on one data folder and one port."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._url = f"http://localhost:{options.port}"
        self._lock = state.lock(options.data)
        self._listener = ports.reserve(options.port)
        state.clear_counters(options.data)
        self._file = state.ServeFile(options.data, self._url)
        self._console = Console(options.data / "logs")
        self._supervisor = Supervisor(self._console, patient=options.dev)
        self._demo = Demo(self._know_login)
        self._is_announced = False

    def run(self) -> None:
        """Until a signal (StopRequested) or a fault (ServeError); nothing is left running either way."""
        try:
            self._start()
            self._supervisor.wait(lambda: False, None)
        finally:
            self._console.say("stopping")
            self._supervisor.stop(last="valkey")
            self._file.remove()

    def _start(self) -> None:
        self._start_valkey()
        self._collect_static_files()
        self._start_web()
        self._supervisor.start(programs.worker())
        if self._options.demo:
            self._load_demo()
        self._supervisor.start(programs.beat())
        if self._options.dev:
            self._start_watch()
        self._announce()

    def _start_valkey(self) -> None:
        if os.environ.get("REDIS_URL") or os.environ.get("BROKER_URL"):
            return
        server = valkey.prepare(self._options.data / "valkey")
        self._supervisor.start(server.program(descriptors=(self._lock,)))
        if not self._supervisor.wait(server.answers, VALKEY_START_S):
            raise ServeError(f"Valkey does not answer; see {self._console.log_path('valkey')}")
        os.environ["REDIS_URL"] = server.url

    def _collect_static_files(self) -> None:
        static = StaticFiles(self._options.data)
        if not self._options.dev and not static.is_current():
            self._supervisor.run(programs.manage("collectstatic", "collectstatic", "--no-input", "--clear"))
            static.set_current()

    def _start_web(self) -> None:
        gate, opener = os.pipe()
        os.environ["FORMLINE_GATE"] = str(gate)
        self._supervisor.start(programs.web(self._options, self._listener.fileno(), gate))
        try:
            self._migrate()
        finally:
            os.close(opener)
        if not self._supervisor.wait(lambda: ports.answers(self._options.port), WEB_START_S):
            raise ServeError(f"the web server does not answer; see {self._console.log_path('web')}")
        self._console.say(f"the first page is there: {self._url}")

    def _migrate(self) -> None:
        migrations = Migrations(self._options.data)
        if not migrations.are_applied():
            self._supervisor.run(programs.manage("migrate", "migrate", "--no-input"))
            migrations.set_applied()

    def _start_watch(self) -> None:
        def hear(_line: str) -> bool:
            self._console.say("the code changed, worker and beat start again")
            # gunicorn reloads by itself, unless it has given up.
            names = {"worker", "beat"} | ({"web"} - self._supervisor.pids.keys())
            self._supervisor.restart(names)
            return True

        argv = (sys.executable, "-m", "config.serve.watch")
        self._supervisor.start(replace(Program("watch", argv), listen=hear))

    def _load_demo(self) -> None:
        job = self._supervisor.start(self._demo.program())
        told = self._supervisor.wait(
            lambda: self._demo.email is not None or job.exit_code() is not None, DEMO_PATIENCE_S
        )
        if not told:
            self._console.say("the demo athlete is still being made")
        elif self._demo.email is None:
            self._console.say(f"no demo athlete; see {self._console.log_path('demo')}")

    def _know_login(self, email: str, password: str) -> None:
        self._file.set_login(email, password)
        if self._is_announced:
            self._announce()

    def _announce(self) -> None:
        self._is_announced = True
        self._supervisor.on_change = self._file.write
        self._file.write(self._supervisor.pids)
        login = f"\n  demo login   {self._demo.email}  {self._demo.password}" if self._demo.email else ""
        self._console.banner(f"  Formline     {self._url}{login}\n  Ctrl-C stops everything.")
