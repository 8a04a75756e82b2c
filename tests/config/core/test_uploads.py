import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.athletes import AthleteFactory


@pytest.fixture
def logged_in(client, db):
    client.force_login(AthleteFactory().user)
    return client


@pytest.mark.parametrize("name", ["metrics:imports", "api:import-list"])
def test_more_than_may_be_sent_at_once_is_refused(logged_in, settings, name):
    settings.MAX_UPLOAD_BYTES = 1_000
    files = {"files": [SimpleUploadedFile("a.fit", bytes(600)), SimpleUploadedFile("b.fit", bytes(600))]}

    response = logged_in.post(
        reverse(name, kwargs={"athlete": "me"}), files, headers={"Accept": "application/json"}
    )

    assert (response.status_code, response.json()["error"]["code"]) == (413, "REQUEST_TOO_LARGE")


def test_what_is_below_the_limit_is_taken(logged_in, settings):
    settings.MAX_UPLOAD_BYTES = 10_000
    file = SimpleUploadedFile("a.fit", bytes(600))

    response = logged_in.post(reverse("api:import-list", kwargs={"athlete": "me"}), {"files": [file]})

    assert response.status_code == 202
