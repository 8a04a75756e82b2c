from uuid import UUID

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from config.core.api.etag import check_if_match, revision_etag
from config.core.errors import DataChangedError

UID = UUID(int=1)


@pytest.fixture
def row(django_user_model):
    return django_user_model(uid=UID, revision=3)


def asked(**headers: str) -> Request:
    return Request(APIRequestFactory().patch("/", headers=headers))


def test_a_rows_etag_names_its_revision(row):
    assert revision_etag(row) == f'"{UID.hex}-3"'


@pytest.mark.parametrize("tag", [None, "*", f'"{UID.hex}-3-ab"', f'"other", W/"{UID.hex}-3-cd"'])
def test_a_change_of_the_newest_revision_goes_on(row, tag):
    check_if_match(asked(**({"If-Match": tag} if tag else {})), row)


@pytest.mark.parametrize("tag", [f'"{UID.hex}-2-ab"', f'"{UID.hex}-3"', "nonsense", ""])
def test_a_change_of_an_older_revision_is_refused(row, tag):
    with pytest.raises(DataChangedError) as error:
        check_if_match(asked(**{"If-Match": tag}), row)

    assert error.value.status == 412


def test_an_answer_may_be_kept_privately_and_is_asked_about_again(failing_client):
    response = failing_client.get("/api/v1/rows/")

    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"].startswith('W/"')
    assert "Cookie" in response["Vary"]
    assert "Authorization" in response["Vary"]


def test_a_known_answer_is_not_sent_again(failing_client):
    etag = failing_client.get("/api/v1/rows/")["ETag"]

    known = failing_client.get("/api/v1/rows/", headers={"If-None-Match": etag})
    other = failing_client.get("/api/v1/rows/", headers={"If-None-Match": 'W/"other"'})

    assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)
    assert known["Cache-Control"] == "private, no-cache"
    assert (other.status_code, other.json()) == (200, [{"load": 84}])
