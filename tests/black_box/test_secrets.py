"""After all that, no secret lies anywhere; the last module, so that there is most to find."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.black_box.conftest import Regular
from tests.black_box.formline import Formline
from tests.black_box.garmin import CODE, Garmin
from tests.black_box.leaks import codes_in, files, found_in, places
from tests.black_box.visitor import LOGIN, PASSWORD, Visitor


@pytest.mark.servers
@pytest.mark.browser
@pytest.mark.long
def test_no_secret_lies_or_is_told_anywhere(
    visitor: Visitor, regular: Regular, garmin: Garmin, formline: Formline
) -> None:
    visitor.type_login(garmin.account(code=CODE))
    visitor.type_code(CODE)
    visitor.sees("Connected.")
    visitor.keeps_reading(LOGIN)

    known = garmin.steer("secrets")
    secrets = [*known["keys"], *known["passwords"], *known["tokens"], PASSWORD]
    looked_at = list(places(formline))

    assert len(known["tokens"]) >= 3
    assert regular.account.key in known["keys"]
    names = " ".join(name for name, _ in looked_at)
    assert all(each in names for each in ("formline.sqlite3-wal", "appendonly", "logs/web", "dump", "key b"))
    assert found_in(looked_at, secrets) == []
    assert codes_in(looked_at, CODE) == []


def test_nobody_else_was_asked(garmin: Garmin) -> None:
    assert [each["host"] for each in garmin.steer("log")["tunnels"] if not each["is_allowed"]] == []


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    secret = "GCDC_0123456789"
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "plain").write_text(f"key={secret}")
    (tmp_path / "logs" / "code").write_text(f"the code was {CODE}")
    (tmp_path / "broker").write_bytes(base64.b64encode(json.dumps([["x", secret]]).encode()))
    (tmp_path / "form").write_text(f"mfa-code={CODE}&x=1")
    (tmp_path / "chance").write_text(f"17.{CODE} {CODE}55")

    found = list(files(tmp_path))

    assert found_in(found, [secret]) == ["file broker", "file logs/plain"]
    assert codes_in(found, CODE) == ["file form", "file logs/code"]
