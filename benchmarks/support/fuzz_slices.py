"""A slice of inputs in a child process, so that one which kills its reader is counted and others go on."""

import json
import mmap
import os
import select
import struct
from typing import Any

import django

from tests.fuzzing.formats import format_of
from tests.fuzzing.trial import Found, bounded_memory, plan_of, try_one

from .fuzz_counts import Count

SLICE, PATIENCE_S = 5_000, 240.0
NUMBER = struct.Struct("<q")


def run_slice(count: Count, most: int) -> None:
    """Try the next inputs and add what came of them to the count."""
    # Before the fork, so that no slice pays for it again.
    django.setup()
    format_of(count.name)
    first, size = count.ever, min(SLICE, most)
    place = mmap.mmap(-1, NUMBER.size)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _try(count.name, range(first, first + size), place, writer)
    os.close(writer)
    said = _answer(reader)
    if said is None:
        os.kill(child, 9)
    _, status, usage = os.wait4(child, 0)
    count.peak_mb = max(count.peak_mb, usage.ru_maxrss / 1024)
    if said:
        _add(count, size, json.loads(said))
    else:
        _mourn(count, NUMBER.unpack_from(place)[0], status, is_hang=said is None)


def show(name: str, number: int) -> None:
    """Try one input and print it with what came of it."""
    django.setup()
    form, found = format_of(name), Found()
    print(form.input(plan_of(form, number)))
    try_one(form, plan_of(form, number), found, str(number))
    print(dict(found.outcomes), *found.faults.values(), sep="\n")


def _try(name: str, numbers: range, place: mmap.mmap, writer: int) -> None:
    """The child, which ends here whatever happens."""
    try:
        form, found = format_of(name), Found()
        with bounded_memory():
            for number in numbers:
                NUMBER.pack_into(place, 0, number)
                try_one(form, plan_of(form, number), found, str(number))
        told = {"outcomes": found.outcomes, "hangs": found.hangs, "faults": found.faults}
        with os.fdopen(writer, "w") as pipe:
            json.dump(told, pipe)
    finally:
        os._exit(0)


def _answer(reader: int) -> str | None:
    """What the child said: "" when it died, None when it says nothing for too long."""
    with os.fdopen(reader) as pipe:
        return pipe.read() if select.select([pipe], [], [], PATIENCE_S)[0] else None


def _add(count: Count, size: int, told: dict[str, Any]) -> None:
    count.inputs += size
    count.ever += size
    count.hangs += told["hangs"]
    count.outcomes.update(told["outcomes"])
    count.faults = {**told["faults"], **count.faults}


def _mourn(count: Count, number: int, status: int, *, is_hang: bool) -> None:
    """The input that was being read is the one to blame; the next slice begins behind it."""
    count.inputs += number + 1 - count.ever
    count.ever = number + 1
    count.hangs += is_hang
    count.crashes += not is_hang
    count.faults[f"the process ended with {status}"] = f"input {number}"
