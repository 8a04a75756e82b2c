import pytest
from django.db import DatabaseError, connection

from config.core.db import logged_queries


def run(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_slow_query_is_logged_without_its_parameters(db, settings, written_logs):
    settings.SLOW_QUERY_MS = -1

    with logged_queries():
        run("SELECT %s", "hunter2")

    (line,) = written_logs()
    assert (line["event"], line["sql"]) == ("query_slow", "SELECT %s")
    assert line["took_ms"] >= 0


def test_a_failed_query_is_logged_without_what_it_was_about(db, written_logs):
    with logged_queries(), pytest.raises(DatabaseError):
        run("SELECT nothing FROM nowhere WHERE a = %s", "hunter2")

    (line,) = written_logs()
    assert (line["event"], line["sql"]) == ("query_failed", "SELECT nothing FROM nowhere WHERE a = %s")
    assert "hunter2" not in str(line)


def test_quick_queries_leave_no_trace(db, written_logs):
    with logged_queries():
        run("SELECT 1")

    assert written_logs() == []


def test_every_request_is_watched(failing_client, db, settings, written_logs):
    settings.SLOW_QUERY_MS = -1

    response = failing_client.get("/counting/")

    slow, request = written_logs()
    assert (slow["event"], request["event"]) == ("query_slow", "request")
    assert slow["request_id"] == request["request_id"] == response["X-Request-ID"]
