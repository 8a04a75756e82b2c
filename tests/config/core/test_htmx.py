import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.core.htmx import is_partial, template, toast

PART = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        (PART, True),
        ({**PART, "HX-Boosted": "true"}, False),
        ({**PART, "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "false"}, False),
    ],
)
def test_only_a_request_for_a_part_is_partial(headers, expected):
    assert is_partial(RequestFactory().get("/", headers=headers)) is expected


@pytest.fixture
def two_templates(settings):
    loader = (
        "django.template.loaders.locmem.Loader",
        {"page.html": "<html>{% include '_panel.html' %}</html>", "_panel.html": "<p>{{ text }}</p>"},
    )
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


@pytest.mark.parametrize(("headers", "text"), [({}, "<html><p>hi</p></html>"), (PART, "<p>hi</p>")])
def test_one_address_answers_with_the_page_or_its_part(two_templates, headers, text):
    request = RequestFactory().get("/", headers=headers)

    response = template(request, "page.html", {"text": "hi"}, part="_panel.html")

    assert response.text == text
    assert response["Vary"] == "HX-Request"


def test_a_toast_joins_the_events_that_are_there():
    response = HttpResponse(headers={"HX-Trigger": '{"saved": true}'})

    toast(response, "Saved. Größe", "success")

    expected = {"saved": True, "toast": {"message": "Saved. Größe", "level": "success"}}
    assert json.loads(response["HX-Trigger"]) == expected
