"""Whatever comes from outside is read or refused by name: damaged files of every format that we read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from tests.athletes.sources.files.test_fuzz import race
from tests.doubles.files.fit_files import START, begin
from tests.fuzzing.damage import FAULT_BYTES, MOST_FAULTS
from tests.fuzzing.formats import NAMES, format_of
from tests.fuzzing.trial import Found, bounded_memory, try_one

INPUTS, MANY = 2_000, 100_000
FAULTS = st.binary(min_size=1 + FAULT_BYTES, max_size=1 + FAULT_BYTES * MOST_FAULTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_input_is_read_or_refused_by_name(name: str) -> None:
    form, found = format_of(name), Found()

    # An input that fails stays what it is: it is looked for again, smaller, by `benchmarks/fuzz.py`.
    @how(
        max_examples=INPUTS,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(FAULTS)
    def once(plan: bytes) -> None:
        try_one(form, plan, found, plan.hex())

    with bounded_memory():
        once()

    assert not found.faults, "\n\n".join(found.faults.values())
    assert found.outcomes.total() >= INPUTS
    assert found.outcomes["read"] > 0
    assert len(found.outcomes) > 1


@pytest.mark.parametrize(
    ("before", "content", "field"),
    [(race(), race(), 2), (b"", begin().write("record", timestamp=START).content(), 253)],
    ids=["start of a session", "time of a record"],
)
def test_a_date_described_as_four_small_numbers_breaks_nothing(
    before: bytes, content: bytes, field: int
) -> None:
    redescribed = content.replace(bytes([field, 4, 0x86]), bytes([field, 4, 0x02]))

    assert redescribed != content
    assert format_of("fit").outcome(before + redescribed) == "FILE_DATE_IMPOSSIBLE"


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_thousand_are_read_or_refused_by_name(name: str) -> None:
    argv = [sys.executable, "benchmarks/fuzz.py", "--format", name, "--inputs", str(MANY)]
    done = subprocess.run(argv, cwd=Path(settings.BASE_DIR), capture_output=True, text=True, check=False)
    said = json.loads(done.stdout.splitlines()[-1])

    assert said["passed"], done.stdout
    assert said["figures"]["least_inputs_of_a_format"] >= MANY
