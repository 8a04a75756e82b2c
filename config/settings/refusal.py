"""What a server is not started with: one line per fault, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY, FEWEST_CHARACTERS = 50, 5
NO = ("", "0", "false", "no", "off")


def refuse_the_unsafe(environment: Mapping[str, str]) -> None:
    """Raises ImproperlyConfigured, whose message has a line for each fault."""
    found = list(faults(environment))
    if found:
        raise ImproperlyConfigured("\n".join(["This server is not safe to start:", *found]))


def faults(environment: Mapping[str, str]) -> Iterator[str]:
    """What is unsafe in the variables of a server, each with what to do."""
    if environment.get("DEBUG", "").lower() not in NO:
        yield "DEBUG is on: error pages would show code and values. Remove it."
    yield from _key_faults(environment)
    yield from _host_faults(environment)
    if tiles := environment.get("MAP_TILE_URL", ""):
        yield from _tile_faults(tiles)
    if environment.get("FILES_ENDPOINT", "").startswith("http:"):
        yield "FILES_ENDPOINT is not https: athletes' files would travel in the open. Name it with https."
    for origin in _parts(environment, "CORS_ALLOWED_ORIGINS"):
        if not origin.startswith("https://"):
            yield f"CORS_ALLOWED_ORIGINS holds {origin}: name each site in full, with https."


def _tile_faults(address: str) -> Iterator[str]:
    """Browsers fetch tiles, not this server; the host goes into the Content-Security-Policy as it stands."""
    parts = urlsplit(address)
    is_one_host = bool(parts.hostname) and "{" not in parts.netloc
    if parts.scheme != "https" or not is_one_host or re.search(r"[\s;,'\"]", address):
        yield "MAP_TILE_URL is no https address of one host, like https://tiles.example.org/{z}/{x}/{y}.png."


def _key_faults(environment: Mapping[str, str]) -> Iterator[str]:
    secret = environment.get("SECRET_KEY", "")
    if not secret:
        yield "SECRET_KEY is missing. Give a random text of 50 characters or more, and keep it."
    elif (
        len(secret) < SHORTEST_KEY
        or len(set(secret)) < FEWEST_CHARACTERS
        or secret.startswith("django-insecure-")
    ):
        yield f"SECRET_KEY can be guessed. Give a random text of {SHORTEST_KEY} characters or more."
    if not environment.get("CREDENTIAL_KEYS", ""):
        yield "CREDENTIAL_KEYS is missing. Give id:key, the key 32 random bytes in URL-safe base64."


def _host_faults(environment: Mapping[str, str]) -> Iterator[str]:
    hosts, site = _parts(environment, "ALLOWED_HOSTS"), urlsplit(environment.get("SITE_URL", ""))
    if not hosts:
        yield "ALLOWED_HOSTS is missing. Name the hosts that are answered."
    if "*" in hosts:
        yield "ALLOWED_HOSTS is *: links could be made to lead elsewhere. Name the hosts."
    if site.scheme != "https" or not site.hostname:
        yield "SITE_URL is not https. Give the address that people type, https://form.example.org."
    elif hosts and not any(_answers(host, site.hostname) for host in hosts):
        yield f"SITE_URL leads to {site.hostname}, which is not among ALLOWED_HOSTS."


def _answers(pattern: str, host: str) -> bool:
    is_below = pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:])
    return pattern == "*" or is_below or pattern.lower() == host


def _parts(environment: Mapping[str, str], name: str) -> list[str]:
    return [part.strip() for part in environment.get(name, "").split(",") if part.strip()]
