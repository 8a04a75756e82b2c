"""Who gets what from every address of the API below an athlete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from athletes.models import Athlete, CoachLink, User
from config.core.celery import sending_with
from tests.athletes.api_world import NOT_READ, READ_ALL, READS, WRITE_ALL, WRITES, World, a_world
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import (
    ActivityFactory,
)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with sending_with(lambda *_: None):
        yield a_world()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def coach_of(athlete: Athlete, scopes: dict[str, str], **link: Any) -> Client:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes=scopes, **link)
    return logged_in(coach)


def write(client: Client, world: World, method: str, name: str, body: Any) -> int:
    if body == "file":
        return client.post(world.url(name), {"files": [SimpleUploadedFile("a.fit", b"x")]}).status_code
    return getattr(client, method)(world.url(name), body, content_type="application/json").status_code


def written_by(client: Client, world: World) -> list[tuple[str, str, int]]:
    """What each of WRITES is answered, one after the other."""
    return [(method, name, write(client, world, method, name, body)) for method, name, body, _ in WRITES]


REFUSED = [(method, name, 404) for method, name, _, _ in WRITES]


def names_below_an_athlete() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], route: str) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route + str(each.pattern))
            elif "<str:athlete>" in route + str(each.pattern):
                yield str(each.name)

    _, resolver = get_resolver().namespace_dict["api"]
    return set(walk(resolver.url_patterns, ""))


def test_every_address_below_an_athlete_is_in_these_tables() -> None:
    assert names_below_an_athlete() == set(READS) | NOT_READ


def test_athletes_read_their_own_data_by_uid_and_as_me(world: World) -> None:
    client = logged_in(world.athlete.user)

    by_uid = {name: client.get(world.url(name)).status_code for name in READS}
    as_me = {name: client.get(world.url(name, athlete="me")).status_code for name in READS}

    assert by_uid == as_me == READS


def test_a_coach_who_may_read_reads(world: World) -> None:
    client = coach_of(world.athlete, READ_ALL)

    assert {name: client.get(world.url(name)).status_code for name in READS} == READS


@pytest.mark.parametrize(("method", "name", "body", "status"), WRITES)
def test_athletes_and_coaches_who_may_write_write(
    world: World, method: str, name: str, body: Any, status: int
) -> None:
    assert write(coach_of(world.athlete, WRITE_ALL), world, method, name, body) == status


def test_a_coach_who_may_only_read_changes_nothing(world: World) -> None:
    client, before = coach_of(world.athlete, READ_ALL), world.state()

    assert written_by(client, world) == REFUSED
    assert world.state() == before


ANY_CLASS = {"changes"}
"""Opens by any class, and tells of those alone: tests/athletes/test_feed.py."""
STRANGERS = {"stranger": {}, "coach of another class": {"scopes": {"places": "write"}}}
"""Those whose links are not in force are asked by the matrix: tests/pipeline/test_access_matrix.py."""


@pytest.fixture(params=STRANGERS)
def stranger(request: pytest.FixtureRequest, world: World) -> Client:
    link = STRANGERS[request.param]
    return coach_of(world.athlete, **link) if link else logged_in(AthleteFactory().user)


def test_a_stranger_finds_nothing(world: World, stranger: Client) -> None:
    for name in READS.keys() - ANY_CLASS:
        response = stranger.get(world.url(name))

        assert (name, response.status_code) == (name, 404)
        assert response.json()["error"]["code"] == "NOT_FOUND"


def test_a_stranger_changes_nothing(world: World, stranger: Client) -> None:
    before = world.state()

    assert written_by(stranger, world) == REFUSED
    assert world.state() == before


def test_a_stranger_gets_the_same_answer_as_for_an_athlete_who_does_not_exist(world: World) -> None:
    client = logged_in(AthleteFactory().user)
    url = world.url("athlete")
    nobody = url.replace(str(world.athlete.uid), "0198c0de-0000-7000-8000-000000000000")

    answers = [
        client.get(each).json()["error"] for each in (url, nobody, url.replace("/athletes/", "/athletes/x"))
    ]

    assert len({(each["code"], each["message"], each["details"]) for each in answers}) == 1


def test_nobody_gets_anything_without_a_login(world: World) -> None:
    for url in (reverse("api:athlete-list"), *map(world.url, READS)):
        response = Client().get(url)

        assert (url, response.status_code) == (url, 401)
        assert response.json()["error"]["code"] == "NOT_AUTHENTICATED"


def test_somebody_who_was_locked_out_is_nobody(world: World) -> None:
    client = logged_in(world.athlete.user)
    world.athlete.user.is_active = False
    world.athlete.user.save()

    assert client.get(world.url("athlete")).json()["error"]["code"] == "NOT_AUTHENTICATED"


def test_a_coach_is_out_with_the_next_request_after_the_link_ends(world: World) -> None:
    client = coach_of(world.athlete, READ_ALL)
    assert client.get(world.url("load")).status_code == 200

    CoachLink.objects.update(status=CoachLink.Status.REVOKED)

    assert client.get(world.url("load")).status_code == 404


def test_an_operator_is_a_stranger_here(world: World) -> None:
    client = logged_in(UserFactory(is_staff=True, is_superuser=True))

    assert client.get(world.url("athlete")).status_code == 404


def test_rows_of_another_athlete_are_not_found_below_ones_own(world: World) -> None:
    theirs = ActivityFactory(athlete=AthleteFactory())
    client = logged_in(world.athlete.user)

    assert (
        client.get(
            world.url("activity", athlete="me").replace(str(world.uids["activity"]), str(theirs.uid))
        ).status_code
        == 404
    )


def test_the_list_of_athletes_holds_oneself_and_those_who_open_their_profile(world: World) -> None:
    coach = UserFactory()
    me = AthleteFactory(user=coach, name="Carla Coach")
    CoachLinkFactory(coach=coach, athlete=world.athlete, scopes={"profile": "read"})
    CoachLinkFactory(coach=coach, scopes={"activities": "read"})
    CoachLinkFactory(coach=coach, scopes=READ_ALL, status=CoachLink.Status.PENDING)

    rows = logged_in(coach).get(reverse("api:athlete-list")).json()["results"]

    assert {row["uid"] for row in rows} == {str(me.uid), str(world.athlete.uid)}


def test_a_change_in_a_session_needs_the_csrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.athlete.user)

    response = client.patch(world.url("athlete"), {"name": "Eve"}, content_type="application/json")

    assert (response.status_code, response.json()["error"]["code"]) == (403, "CSRF_FAILED")
