"""What `fuzz_guided` starts: atheris chooses inputs by which lines of the readers they reach."""

import sys
from pathlib import Path

import atheris
import django

from tests.fuzzing.formats import format_of

HANG_S, MOST_MB, MOST_BYTES = 5, 512, 8_192
FOLLOWED = [
    *("athletes.sources", "plans.engine.syntax", "plans.engine.spec", "metrics.services.daily_csv"),
    *("analysis.analysts.claude.parsing", "notifications.channels.webpush.subscribing"),
    *("fitdecode", "zipfile", "gzip", "csv", "json"),
]


def main(name: str, folder: Path, options: list[str]) -> None:
    with atheris.instrument_imports(include=FOLLOWED):
        django.setup()
        form = format_of(name)

    def one(data: bytes) -> None:
        if data:
            form.outcome(form.seeds[data[0] % len(form.seeds)].wrapped(data[1:]))

    for number, seed in enumerate(form.seeds):
        (folder / f"seed-{number}").write_bytes(bytes([number]) + seed.content)
    limits = [f"-timeout={HANG_S}", f"-rss_limit_mb={MOST_MB}", f"-max_len={MOST_BYTES}"]
    prefix = f"-artifact_prefix={folder.parent}/{name}-"
    atheris.Setup([name, str(folder), *limits, prefix, "-print_final_stats=1", *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
