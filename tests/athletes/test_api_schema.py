"""The description of the API is complete, and the committed copy is the current one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.core.api.codes import all_codes
from tests.factories.athletes import UserFactory

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema_text() -> str:
    # In a process of its own: the list of codes must not depend on what other tests have imported.
    argv = [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn"]
    done = subprocess.run(argv, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def described(schema_text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(schema_text, Loader=yaml.CSafeLoader)
    return found


@pytest.fixture(scope="module")
def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    paths = described["paths"]
    return [(f"{method} {path}", each) for path, methods in paths.items() for method, each in methods.items()]


def test_the_committed_description_is_current(schema_text: str) -> None:
    assert SNAPSHOT.read_text() == schema_text, (
        "run: .venv/bin/python manage.py spectacular --file docs/openapi.yaml"
    )


def test_every_error_code_is_listed_with_its_status(schema_text: str, described: dict[str, Any]) -> None:
    description = described["info"]["description"]

    documented = [each for each in all_codes() if each.code in schema_text]
    assert {"NOT_FOUND", "DATA_CHANGED", "FILE_CORRUPT"} <= {each.code for each in documented}
    assert all(f"| `{each.code}` | {each.status} |" in description for each in documented)


def test_every_operation_has_a_summary_and_describes_its_errors(
    operations: list[tuple[str, dict[str, Any]]],
) -> None:
    assert [name for name, each in operations if not each.get("summary")] == []
    assert [name for name, each in operations if "404" not in each["responses"]] == []


def test_every_change_takes_an_idempotency_key_and_every_list_takes_fields(
    operations: list[tuple[str, dict[str, Any]]],
) -> None:
    def names(each: dict[str, Any]) -> set[str]:
        return {parameter["name"] for parameter in each.get("parameters", [])}

    changes = [(name, each) for name, each in operations if not name.startswith("get ")]
    lists = [(name, each) for name, each in operations if each["operationId"].endswith("_list")]
    assert (len(changes) > 40, len(lists) > 20) == (True, True)
    assert [name for name, each in changes if "Idempotency-Key" not in names(each)] == []
    assert [name for name, each in lists if "fields" not in names(each)] == []


def test_the_athlete_of_a_path_is_a_uid_or_me(operations: list[tuple[str, dict[str, Any]]]) -> None:
    undescribed = [
        name
        for name, each in operations
        for parameter in each.get("parameters", [])
        if parameter["name"] == "athlete" and "`me`" not in parameter.get("description", "")
    ]

    assert undescribed == []


@pytest.mark.django_db
def test_the_documentation_is_for_people_who_are_logged_in() -> None:
    client = Client()
    assert client.get(reverse("api-docs")).status_code == 401

    client.force_login(UserFactory())

    page = client.get(reverse("api-docs"))
    assert page.status_code == 200
    assert "swagger-ui" in page.content.decode()
    assert "//cdn" not in page.content.decode()
    assert client.get(reverse("schema")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["\0", "\r\nX-Evil: 1", "2"])
def test_a_version_that_somebody_made_up_changes_nothing(client: Client, version: str) -> None:
    client.force_login(UserFactory())

    response = client.get(reverse("schema"), {"version": version})

    assert (response.status_code, response.data["info"]["version"]) == (200, "1")
    assert response["Content-Disposition"] == 'inline; filename="Formline API.yaml"'
