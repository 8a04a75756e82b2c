"""What is shown, computed once more from the stored evidence: without the code that filled it in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

type Plain = Mapping[str, Any]

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?")
CLOCK = re.compile(r"(\d+):(\d{2})")
WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|twice|thrice|half|doubled|tripled|threefold|percent)\b",
    re.IGNORECASE,
)
OF_TIME = re.compile(r"(\d+)\s(h|min|s)\b")
SECONDS = {"h": 3600, "min": 60, "s": 1}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def values_of(pack: Plain) -> dict[str, Plain]:
    """Every citable value of a stored pack by its id, the cells of its tables included."""
    found = {value["id"]: value for value in pack["values"]}
    for table in pack.get("tables", ()):
        for column in table["columns"]:
            for index, cell in enumerate(column["cells"]):
                if cell is not None:
                    identity = f"{table['name']}.{index}.{column['name']}"
                    start = table["starts"][index]
                    found[identity] = {
                        "metric": column["metric"],
                        "unit": column["unit"],
                        "value": cell,
                        "start": start,
                        "end": (date.fromisoformat(start) + timedelta(days=table["days"])).isoformat(),
                    }
    return found


def claims_of(body: Plain) -> list[Plain]:
    parts = (*body["findings"], *body["recommendations"])
    return [body["headline"], *(claim for part in parts for claim in part["claims"])]


def texts_of(body: Plain) -> Iterator[str]:
    """What else a model may have written: questions and the words of workouts."""
    yield from (each["text"] for each in body["questions"])
    for workout in body["workouts"]:
        yield from (workout["title"], workout["purpose"], workout.get("easier_option", ""))


def faults(claims: Sequence[Plain], values: Mapping[str, Plain]) -> list[str]:
    """Everything about these sentences that is no number of the evidence; empty when all is well."""
    return [fault for claim in claims for fault in _of_claim(claim, values)]


def text_faults(texts: Iterator[str]) -> list[str]:
    return [f"a number in “{text}”" for text in texts if has_number(text)]


def has_number(text: str) -> bool:
    return any(unicodedata.numeric(char, None) is not None for char in text) or bool(WORDS.search(text))


def _of_claim(claim: Plain, values: Mapping[str, Plain]) -> Iterator[str]:
    if has_number(claim["template"]):
        yield f"a number in “{claim['template']}”"
    shown = {slot["slot"]: slot["shown"] for slot in claim["slots"]}
    if set(PLACEHOLDER.findall(claim["template"])) != set(shown):
        yield f"slots of “{claim['template']}”"
        return
    if PLACEHOLDER.sub(lambda found: shown[found[1]], claim["template"]) != claim["text"]:
        yield f"“{claim['text']}” is not its template"
    for slot in claim["slots"]:
        value = values.get(slot["ref"])
        if value is None:
            yield f"{slot['ref']} is not in the evidence"
        elif not _holds(slot, value):
            yield f"{slot['shown']} is not {slot['op']} of {slot['ref']}"


def _holds(slot: Plain, value: Plain) -> bool:
    """Whether what is shown reads as the number that the evidence has, but for rounding."""
    op, shown = slot["op"], str(slot["shown"]).replace("\u202f", " ").replace("\u00a0", " ")
    if op == "date":
        day = date.fromisoformat(value["start"])
        return f" {day.day} {MONTHS[day.month - 1]}" in f" {shown}"
    right = _right(op, value)
    if right is None:
        return False
    if op in ("delta", "pct_change"):
        right = abs(right)
    unit = {"pct_change": "%", "z": "", "n": ""}.get(op, str(value["unit"]))
    read = _read(shown, unit, is_share=str(value["metric"]).endswith("_share") and op != "pct_change")
    return read is not None and any(abs(each - right) <= slack for each, slack in read)


def _right(op: str, value: Plain) -> float | None:
    baseline = value.get("baseline")
    if op in ("value", "z", "n", "baseline"):
        number = value.get(op)
        return None if number is None else float(number)
    if baseline is None:
        return None
    change = value["value"] - baseline
    return float(change if op == "delta" else 100 * change / abs(baseline))


def _read(shown: str, unit: str, *, is_share: bool) -> list[tuple[float, float]] | None:
    """(number, rounding) in the value's own unit, by what stands behind the number that is shown."""
    if unit == "s" and (parts := OF_TIME.findall(shown)):
        least = min(SECONDS[name] for _, name in parts)
        return [(float(sum(int(count) * SECONDS[name] for count, name in parts)), least * 0.5 + 0.5)]
    if unit in ("s/km", "s/100m", "m/s") and (clock := CLOCK.search(shown)):
        seconds = float(int(clock[1]) * 60 + int(clock[2]))
        per = 1000 if unit == "m/s" and "km" in shown else 100
        return [(per / seconds, 0.02)] if unit == "m/s" else [(seconds, 0.51)]
    found = NUMBER.search(shown)
    if found is None:
        return None
    plain = found[0].replace("−", "-").replace(",", "")
    decimals = len(plain.partition(".")[2])
    number, slack = float(plain), 0.5001 * 10.0**-decimals
    if unit == "m" and "km" in shown:
        number, slack = number * 1000, slack * 1000
    if is_share:
        number, slack = number / 100, slack / 100
    return [(number, slack)]
