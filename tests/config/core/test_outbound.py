import contextlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import time_machine

from config.core.errors import CircuitOpenError
from config.core.ids import uuid7
from config.core.models import Breaker, ExternalCall
from config.core.outbound import Line, PoliteAdapter, retry_after_s

ATHLETE = uuid7()


class Answers(BaseHTTPRequestHandler):
    """Answers with the status that the path names; `/cut` promises more bytes than it sends.

    `/drip/head`, `/drip/body` and `/drip/open` send a byte now and then, the last one not saying how many.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.startswith("/drip/"):
            self._drip({"head": b"", "body": b"Content-Length: 9999\r\n\r\n", "open": b"\r\n"}[self.path[6:]])
            return
        if self.path in ("/large", "/endless", "/files/large"):
            self._trickle(pause_s=0.02 if self.path == "/endless" else 0.0)
            return
        if self.path == "/cut":
            self._send(200, {"Content-Length": "100"}, b"only this")
            self.close_connection = True
            return
        headers = (
            {"Content-Length": "2", "Retry-After": "7"} if "429" in self.path else {"Content-Length": "2"}
        )
        self._send(int(self.path[1:4]), headers, b"{}")

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self, pause_s: float) -> None:
        self._send(200, {"Content-Length": "200000"}, b"")
        with contextlib.suppress(OSError):
            for _ in range(200):
                time.sleep(pause_s)
                self.wfile.write(b"x" * 1000)

    def _drip(self, start: bytes) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + start)
            for _ in range(300):
                time.sleep(0.02)
                self.wfile.write(b"x")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def line() -> Line:
    return Line("garmin_key", ATHLETE, per_s=500)


@pytest.fixture
def session(line) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", PoliteAdapter(line, lambda request: "sleep", files="/files/"))
        yield session


def test_each_call_leaves_a_record_without_its_path(db, url, line, session):
    session.get(f"{url}/200/secret-id?q=health")
    line.flush()

    call = ExternalCall.objects.get()
    assert (call.service, call.operation, call.subject) == ("garmin_key", "sleep", ATHLETE)
    assert (call.status, call.received_bytes, call.error_code) == (200, 2, "")


def test_what_a_service_asks_for_is_known_after_the_call(db, url, line, session):
    session.get(f"{url}/429")
    assert line.retry_after_s == 7

    session.get(f"{url}/200")
    assert line.retry_after_s is None


def test_a_cut_answer_is_recorded_and_raised(db, url, line, session):
    with pytest.raises(requests.RequestException):
        session.get(f"{url}/cut")
    line.flush()

    call = ExternalCall.objects.get()
    assert (call.status, call.error_code) == (None, "ChunkedEncodingError")


@pytest.mark.parametrize(
    ("path", "limit", "value", "code"),
    [
        ("large", "most_text_bytes", 100_000, "ContentDecodingError"),
        ("files/large", "most_file_bytes", 100_000, "ContentDecodingError"),
        ("endless", "longest_answer_s", 0.1, "ReadTimeout"),
        ("drip/head", "longest_answer_s", 0.2, "ReadTimeout"),
        ("drip/body", "longest_answer_s", 0.2, "ReadTimeout"),
        ("drip/open", "longest_answer_s", 0.2, "ReadTimeout"),
    ],
)
def test_an_answer_without_end_is_given_up(db, url, line, session, monkeypatch, path, limit, value, code):
    monkeypatch.setattr(PoliteAdapter, limit, value)

    started = time.monotonic()

    with pytest.raises(requests.RequestException):
        session.get(f"{url}/{path}")
    line.flush()

    assert ExternalCall.objects.get().error_code == code
    assert time.monotonic() - started < 3


def test_a_file_may_be_larger_than_a_text(db, url, line, session, monkeypatch):
    monkeypatch.setattr(PoliteAdapter, "most_text_bytes", 100_000)

    assert len(session.get(f"{url}/files/large").content) == 200_000


def test_after_five_failures_nothing_leaves_for_a_minute_then_one_tries(db, url, line, session):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False) as clock:
        for _ in range(5):
            session.get(f"{url}/503")
        with pytest.raises(CircuitOpenError):
            session.get(f"{url}/200")
        assert line.requests == 5

        clock.shift(61)
        assert session.get(f"{url}/200").status_code == 200
        assert Breaker.objects.get().state == "closed"


def test_refusals_are_answers_and_open_no_breaker(db, url, session):
    for _ in range(8):
        session.get(f"{url}/401")

    assert not Breaker.objects.filter(failures__gt=0).exists()


def test_what_runs_before_a_call_may_stop_it(db, url):
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    line = Line("garmin_key", ATHLETE, per_s=500, before_call=stop)
    with requests.Session() as session:
        session.mount("http://", PoliteAdapter(line, lambda request: "sleep"))
        with pytest.raises(Stopped):
            session.get(f"{url}/200")

    assert line.requests == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("14", 14.0),
        ("Sun, 01 Mar 2026 12:01:30 GMT", 90.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("99999999999999999999", 86400.0),
        ("soon", None),
        ("-3", None),
        ("Sun, 01 Mar 2026 12:00:00 +99999999999999999999", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text, seconds):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        assert retry_after_s({"Retry-After": text}) == seconds
