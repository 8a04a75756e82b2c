"""`python -m config.testing`, called by `bin/test` after the set-up."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from config.testing import browser, postgres, processes, prometheus
from config.testing.errors import Unavailable
from config.testing.processes import Interrupted
from config.testing.stages import TEST_SETTINGS, Report, checking_types, run_checks, run_pytest

LONG = "--long"
# Tables are made from the models; that migrations lead to the same is a test of its own.
QUICK = ("--nomigrations", "-m")
WITHOUT_DRILLS = (*QUICK, "not long")
WITHOUT_A_BROWSER = (*QUICK, "not browser and not servers and not long and not either", "--database-only")


def main(arguments: Sequence[str]) -> int:
    """Without arguments everything but the drills of minutes, which `--long` runs, one after the other.

    Other arguments go to pytest, on SQLite or, with `--postgres`, on PostgreSQL.
    """
    processes.catch_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="formline-tests-", ignore_cleanup_errors=True) as folder:
            # PostgreSQL's user has to get through to what is its own in there.
            Path(folder).chmod(0o711)
            return _everything(folder) if not arguments else _some(folder, arguments)
    except Interrupted as interrupted:
        return 128 + interrupted.signum
    finally:
        processes.end_all()


def _everything(folder: str) -> int:
    report = Report()
    _provide_browser(report)
    _provide_prometheus(report)
    with _database(report) as url:
        os.environ["TMPDIR"] = folder
        run_checks(report)
        run_pytest(report, "SQLite", WITHOUT_DRILLS, {"DATABASE_URL": _sqlite(folder)})
        with checking_types(report):
            if url:
                run_pytest(report, "PostgreSQL", WITHOUT_A_BROWSER, {"DATABASE_URL": url})
    sys.stdout.write(f"{report.closing()}\n")
    return 1 if report.problems or report.total.failed else 0


def _some(folder: str, arguments: Sequence[str]) -> int:
    report = Report()
    _provide_browser(report)
    _provide_prometheus(report)
    wanted = "--postgres" in arguments
    with _database(report) if wanted else contextlib.nullcontext() as url:
        if wanted and not url:
            return 1
        os.environ["TMPDIR"] = folder
        rest = [argument for argument in arguments if argument not in ("--postgres", LONG)]
        rest += ["-m", "long"] if LONG in arguments else []
        environment = {**TEST_SETTINGS, "DATABASE_URL": url or _sqlite(folder)}
        return processes.run([sys.executable, "-m", "pytest", *rest], environment, shown=True).code


def _sqlite(folder: str) -> str:
    """Named in full, so that no `DATABASE_URL` of an installation can slip in."""
    return f"sqlite:///{folder}/formline.sqlite3"


def _provide_browser(report: Report) -> None:
    try:
        os.environ["FORMLINE_CHROMIUM"] = str(browser.ensure())
    except Unavailable as reason:
        os.environ.pop("FORMLINE_CHROMIUM", None)
        report.lack("browser tests", str(reason))


def _provide_prometheus(report: Report) -> None:
    try:
        prometheus.ensure()
    except Unavailable as reason:
        report.lack("alert rules", str(reason))


@contextlib.contextmanager
def _database(report: Report) -> Iterator[str | None]:
    """The URL of a PostgreSQL: the one that was named, else one of our own, else None."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    with contextlib.ExitStack() as stack:
        url = None
        try:
            url = stack.enter_context(postgres.running())
        except Unavailable as reason:
            report.lack("tests on PostgreSQL", str(reason))
        yield url


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
