"""A server that is unsafe does not start, and says everything that is wrong at once."""

import base64
import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.settings.refusal import faults

SAFE = {
    "SECRET_KEY": "0123456789" * 5,
    "CREDENTIAL_KEYS": "k1:" + base64.urlsafe_b64encode(bytes(32)).decode(),
    "SITE_URL": "https://form.example.org",
    "ALLOWED_HOSTS": "form.example.org",
}
NO_HTTPS = "SITE_URL is not https. Give the address that people type, https://form.example.org."
GUESSED = "SECRET_KEY can be guessed. Give a random text of 50 characters or more."


def test_a_safe_server_has_no_fault() -> None:
    assert list(faults(SAFE)) == []


@pytest.mark.parametrize("hosts", ["other.example, form.example.org", ".example.org", "FORM.example.org"])
def test_hosts_may_be_several_and_a_domain(hosts: str) -> None:
    assert list(faults({**SAFE, "ALLOWED_HOSTS": hosts})) == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("DEBUG", "True", "DEBUG is on: error pages would show code and values. Remove it."),
        ("SECRET_KEY", "short", GUESSED),
        ("SECRET_KEY", "ab" * 30, GUESSED),
        ("SECRET_KEY", "django-insecure-" + "0123456789" * 5, GUESSED),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS is *: links could be made to lead elsewhere. Name the hosts."),
        ("SITE_URL", "http://form.example.org", NO_HTTPS),
        ("SITE_URL", "https://", NO_HTTPS),
        (
            "SITE_URL",
            "https://elsewhere.example",
            "SITE_URL leads to elsewhere.example, which is not among ALLOWED_HOSTS.",
        ),
        (
            "CORS_ALLOWED_ORIGINS",
            "https://app.example,http://app.example",
            "CORS_ALLOWED_ORIGINS holds http://app.example: name each site in full, with https.",
        ),
    ],
)
def test_each_unsafe_value_is_one_fault(name: str, value: str, fault: str) -> None:
    assert list(faults({**SAFE, name: value})) == [fault]


def test_an_empty_environment_lacks_four_things() -> None:
    assert [line.split()[0] for line in faults({})] == [
        "SECRET_KEY",
        "CREDENTIAL_KEYS",
        "ALLOWED_HOSTS",
        "SITE_URL",
    ]


def test_a_process_with_these_settings_ends_and_says_why() -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name not in SAFE},
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DEBUG": "1",
    }
    command = [sys.executable, "-c", "import config.settings.production"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 1
    lines = done.stderr.split("ImproperlyConfigured: ")[1].splitlines()
    assert lines[0] == "This server is not safe to start:"
    assert [line.split()[0] for line in lines[1:]] == [
        "DEBUG",
        "SECRET_KEY",
        "CREDENTIAL_KEYS",
        "ALLOWED_HOSTS",
        "SITE_URL",
    ]


@pytest.mark.parametrize(
    ("address", "faulty"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", 0),
        ("http://tiles.example.org/{z}/{x}/{y}.png", 1),
        ("https://{s}.example.org/{z}.png", 1),
        ("https://tiles.example.org/; script-src *", 1),
        ("file:///etc/passwd", 1),
    ],
)
def test_maps_come_from_one_host_by_https(address: str, faulty: int) -> None:
    told = [each for each in faults({**SAFE, "MAP_TILE_URL": address}) if "MAP_TILE_URL" in each]

    assert len(told) == faulty
