import json
import logging
import time

import pytest
from django.urls import reverse

from config.core.logging import MAX_LINE_BYTES, configure, logger
from config.core.redaction import redact
from tests.factories.athletes import UserFactory

log = logger("tests.config")


def test_a_line_is_json_with_time_level_logger_and_facts(written_logs):
    log.info("file_read", records=7_200)

    (line,) = written_logs()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "file_read", "level": "info", "logger": "tests.config", "records": 7_200}


FORBIDDEN = (
    "password passwd new_password SECRET_KEY api_key apikey Authorization cookie sessionid mfa_code otp "
    "email access_token credential phone latitude birth_year hrv_rmssd_ms resting_hr_bpm avg_hr_bpm sleep_s "
    "weight_kg stress body_battery_high"
)


@pytest.mark.parametrize("key", FORBIDDEN.split())
def test_secrets_and_health_values_never_reach_a_line(written_logs, key):
    log.warning("saved", **{key: "hunter2"}, nested=[{"deep": {key: "hunter2"}}])
    logging.getLogger("foreign").warning("saved", extra={key.lower(): "hunter2"})

    text = json.dumps(written_logs())
    assert "hunter2" not in text
    assert text.count("[redacted]") == 3


@pytest.mark.parametrize(
    "text",
    [
        "login with password=hunter2 failed",
        "Authorization: Bearer hunter2hunter2",
        'body {"refresh_token": "hunter2"}',
        "redis://user:hunter2@10.0.0.1:6379/0",
        "GET /reset?token=hunter2&next=/",
        "GET /accounts/password/reset/key/1-hunter2/",
        "GET /accounts/confirm-email/hunter2:hunter2/ 200",
        "GET /calendar/hunter2-hunter2.ics 200",
        "no account for hunter2@example.org",
    ],
)
def test_secrets_inside_text_are_removed(written_logs, text):
    log.error("vendor_said", text=text)
    logging.getLogger("foreign").error("vendor said %s", text)

    assert "hunter2" not in json.dumps(written_logs())


def test_secrets_in_a_traceback_are_removed(written_logs):
    try:
        raise ValueError("refused: password=hunter2")
    except ValueError:
        log.exception("vendor_failed")

    (line,) = written_logs()
    assert "hunter2" not in line["exception"]
    assert "ValueError: refused: password=[redacted]" in line["exception"]


@pytest.mark.parametrize(
    "key", ["request_id", "session_count_of_nothing", "took_ms", "input_tokens", "records"]
)
def test_ordinary_facts_stay(written_logs, key):
    log.info("done", **{key: 42})

    expected = "[redacted]" if key.startswith("session") else 42
    assert written_logs()[0][key] == expected


@pytest.mark.parametrize("text", ["ä" * 90_000, "token" * 20_000, "a@" * 40_000, "x:" * 40_000, "'" * 90_000])
def test_no_text_makes_the_redactor_slow(text):
    started = time.process_time()

    redact(None, "", {"event": text})

    assert time.process_time() - started < 2


def test_line_breaks_and_control_characters_cannot_forge_a_line(written_logs):
    log.info("said", text='hello\n{"event": "forged"}\r\x1b[31m\u2028')

    (line,) = written_logs()
    assert line["text"] == 'hello\\n{"event": "forged"}\\r\\u001b[31m\\u2028'


def test_a_line_is_never_longer_than_its_bound(written_logs, tmp_path):
    log.info("long", **{f"part_{index}": "ä" * 50_000 for index in range(50)})
    log.info("wide", **{f"part_{index}": index for index in range(5_000)})
    log.info("kept", text="a" * 3_000)

    lines = (tmp_path / "formline.log").read_bytes().splitlines()
    assert len(lines) == 3
    assert max(map(len, lines)) <= MAX_LINE_BYTES
    assert written_logs()[0]["event"] == "long"
    assert written_logs()[2]["text"] == "a" * 3_000


def test_foreign_loggers_go_through_the_same_chain(written_logs):
    logging.getLogger("celery.worker").warning("lost %s of %d", "one", 2)

    (line,) = written_logs()
    assert (line["event"], line["level"], line["logger"]) == ("lost one of 2", "warning", "celery.worker")


def test_values_that_json_does_not_know_are_written_as_text(written_logs):
    log.info("odd", value=object, nothing=None, raw=b"\x00\x01")

    (line,) = written_logs()
    assert (line["value"], line["nothing"], line["raw"]) == ("<class 'object'>", None, "<2 bytes>")


def test_development_is_pretty_and_still_redacted():
    formatter = configure(pretty=True, level="INFO", directory=None)["formatters"]["pretty"]
    made = formatter.pop("()")(**formatter)
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "hello", "password": "hunter2"})

    line = made.format(record)

    assert "hello" in line
    assert not line.startswith("{")
    assert "hunter2" not in line


def test_that_there_is_no_news_fills_no_log(db, client, written_logs):
    client.force_login(UserFactory())

    for seen in ("0", "1-1"):
        client.get(reverse("notifications:bell"), {"seen": seen}, headers={"HX-Request": "true"})

    assert [line["status"] for line in written_logs() if line["event"] == "request"] == [200]
