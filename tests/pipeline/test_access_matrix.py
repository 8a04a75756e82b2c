"""Every address of an athlete by every method, as everybody who might ask: who gets and who changes what.

Addresses come from the URL map and methods from HTTP, so that what is added is asked as well. Of each class
of data a word or a number is planted that stands nowhere else: whoever may not read the class must not meet
it, whatever the status says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from analysis.models import Conversation
from athletes.models import DATA_CLASSES, Athlete, CoachLink
from athletes.scopes import SCOPES
from config.core.celery import sending_with
from config.core.models import Counter
from metrics.models import Activity, Annotation, CheckIn, CycleDay, Day, Race, ReadinessOverride, Signal
from plans.models import PlanChange, PlannedSession, SessionComment, WorkoutTemplate
from tests.architecture.source import listed
from tests.athletes.api_world import CHANGED, NOT_READ, READ_ALL, READS, WRITE_ALL, a_world
from tests.athletes.api_world import World as Api
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.metrics import StreamFactory
from tests.factories.mfa import log_in_with_mfa
from tests.factories.tokens import application_of, key_of
from tests.pipeline.access_pages import FOR_COACHES, MODELS, Pages, make_pages

pytestmark = [pytest.mark.django_db, pytest.mark.either]

METHODS = ("get", "post", "put", "patch", "delete")
ON_PAGES = ("get", "post")
"""What a browser sends; every page refuses the rest by its list of methods (tests/architecture/test_urls)."""
BY_ALL = ("nobody",)
"""Who asks the API by methods too that it does not have: the same line refuses them to everybody."""
APPS = ("athletes", "metrics", "plans", "analysis")
REFUSED = {401, 403, 404, 405}
LOGIN = "/accounts/login/"
BRIEFLY = {"Accept": "application/json"}
"""A refusal need not be made into a page."""
BANNER = 'id="whose"'
"""Of the line that says that these are the data of somebody else (templates/components/whose.html)."""
AT_ONCE = 40
"""Requests between two looks away of the limits, which are tested elsewhere."""

MARKS = {
    "activities": "plantedactivity",
    "notes": "plantednote",
    "plan": "plantedplan",
    "chat": "plantedchat",
    "cycle": "plantedcycle",
    "heart": "187.7",
    "sleep": "27123",
    "body": "113.7",
    "profile": "287.2519",
    "places": "47.1234",
}
"""Values of their class alone: load, analysis and connections have none that others do not show as well."""
WITHIN = {
    "the note of an activity": ("notes", "plantedwithinactivity"),
    "the heart rate of an activity": ("heart", "183.43"),
    "the answer to a signal": ("notes", "plantedanswer"),
    "why a session was skipped": ("notes", "plantedskip"),
    "why a readiness was overruled": ("notes", "plantedoverride"),
    "the address of who commented": ("", "plantedauthor@"),
}
"""Fields of another class, or of nobody's, within rows that more people may read."""

LINKS: dict[str, dict[str, Any]] = {
    "coach of nothing": {"scopes": {}},
    "invited coach": {"scopes": WRITE_ALL, "status": CoachLink.Status.PENDING},
    "former coach": {"scopes": WRITE_ALL, "status": CoachLink.Status.REVOKED},
    "coach whose time is over": {"scopes": WRITE_ALL, "valid_until": timezone.now() - timedelta(seconds=1)},
}
OPERATORS = ("operator", "operator with a second factor")
OUTSIDE = ("nobody", "stranger", *OPERATORS, *LINKS)
ALIKE = ("operator", "coach of nothing", "invited coach", "coach whose time is over")
"""Refused by the same line of the gate as a former coach: asked by `bin/test --long`."""
ASKED_RARELY = (
    "connections",
    "load",
    "analysis",
    "sleep",
    "body",
    "activities",
    "cycle",
    "notes",
    "profile",
    "places",
    "chat",
)
"""Coaches of one of these are asked by `bin/test --long`: all classes are told apart in the same way."""
READERS = ("coach who reads", "follower", "key that reads")
TOKENS = ("key of one scope", "application of one scope")
ONE = "plan"
"""The class of data that these two read, of the athlete who made or let them in."""


@dataclass
class World:
    """Addresses of two athletes, one with pages and one with the API, by the app that answers them."""

    pages: Pages
    api: Api
    addresses: dict[str, list[tuple[str, str]]]

    @property
    def athletes(self) -> tuple[Athlete, Athlete]:
        return self.pages.athlete, self.api.athlete

    def state(self) -> str:
        models = dict.fromkeys((*MODELS, *CHANGED))
        rows = [list(model.objects.order_by("pk").values_list()) for model in models]
        return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: nothing of these tests may change it, and none of it is ever committed."""
    whole = transaction.atomic()
    # As Django marks those of its own tests: what asks for a transaction of its own gets it within.
    whole._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), sending_with(lambda *_: None), whole:
        pages, api = make_pages(), a_world()
        for athlete in (pages.athlete, api.athlete):
            _plant(athlete)
        yield World(pages, api, _by_app(pages, api))
        transaction.set_rollback(True)


def _plant(athlete: Athlete) -> None:
    mine = {"athlete": athlete}
    Activity.objects.filter(**mine).update(name=MARKS["activities"])
    for model in (CheckIn, Annotation):
        model.objects.filter(**mine).update(note=MARKS["notes"])
    CycleDay.objects.filter(**mine).update(note=MARKS["cycle"])
    PlannedSession.objects.filter(**mine).update(title=MARKS["plan"])
    WorkoutTemplate.objects.filter(**mine).update(name=MARKS["plan"])
    Race.objects.filter(**mine).update(name=MARKS["plan"])
    Activity.objects.filter(**mine).update(note=WITHIN["the note of an activity"][1])
    Activity.objects.filter(**mine).update(avg_hr_bpm=float(WITHIN["the heart rate of an activity"][1]))
    Signal.objects.filter(**mine).update(
        answer=WITHIN["the answer to a signal"][1], acknowledged_at=timezone.now()
    )
    PlannedSession.objects.filter(**mine).update(skip_note=WITHIN["why a session was skipped"][1])
    said = {"verdict": "rest", "computed": 55.5, "reason": WITHIN["why a readiness was overruled"][1]}
    ReadinessOverride.objects.update_or_create(date=athlete.today(), **mine, defaults=said)
    author = UserFactory(email=f"{WITHIN['the address of who commented'][1]}{athlete.pk}.example.org")
    SessionComment.objects.filter(session__athlete=athlete).update(author=author)
    PlanChange.objects.filter(**mine).update(author=author)
    Conversation.objects.filter(**mine).update(title=MARKS["chat"])
    # Lists begin some weeks ago, and the days of the factories lie further back with each that is made.
    Day.objects.filter(**mine).update(date=athlete.today())
    Day.objects.filter(**mine).update(
        hrv_rmssd_ms=float(MARKS["heart"]), sleep_s=float(MARKS["sleep"]), weight_kg=float(MARKS["body"])
    )
    ThresholdFactory(athlete=athlete, sport="running", kind="ftp_w", value=float(MARKS["profile"]))
    activity = Activity.objects.filter(**mine).first()
    for channel in ("latitude_deg", "longitude_deg"):
        StreamFactory(activity=activity, channel=channel, values=np.full(60, float(MARKS["places"])))


def _by_app(pages: Pages, api: Api) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {app: [] for app in APPS}
    named = [*pages.addresses(), *((name, api.url(name)) for name in sorted({*READS, *NOT_READ}))]
    for name, address in named:
        found[_app(address)].append((name, address))
    return found


def _app(address: str) -> str:
    view: Any = resolve(address).func
    origin = getattr(view, "cls", getattr(view, "view_class", view))
    return str(origin.__module__).partition(".")[0]


def served(address: str) -> tuple[str, ...]:
    """The methods that the view behind an address of the API has; of pages what a browser sends."""
    view: Any = resolve(address).func
    if not hasattr(view, "cls"):
        return ON_PAGES
    has = getattr(view, "actions", None) or dir(view.cls)
    return tuple(method for method in METHODS if method in has)


def client_of(role: str, world: World) -> Client:
    if role == "nobody":
        return Client(headers=BRIEFLY)
    if role == "key that reads":
        scopes = [name for name in SCOPES if name.endswith(":read")]
        return Client(headers={**BRIEFLY, **key_of(world.api.athlete.user, scopes)})
    if role in TOKENS:
        make = key_of if role == TOKENS[0] else application_of
        return Client(headers=make(world.api.athlete.user, [f"{ONE}:read"]))
    makers: dict[str, Callable[[], Any]] = {
        "stranger": _coach_of_somebody_else,
        **dict.fromkeys(OPERATORS, partial(UserFactory, is_staff=True, is_superuser=True)),
    }
    user = makers.get(role, UserFactory)()
    for athlete in world.athletes if role not in makers else ():
        CoachLinkFactory(coach=user, athlete=athlete, **_link(role))
    client = Client(headers={} if role in DATA_CLASSES else BRIEFLY)
    log_in_with_mfa(client, user) if role == OPERATORS[1] else client.force_login(user)
    return client


def _coach_of_somebody_else() -> Any:
    """An athlete who coaches, only not these."""
    user = AthleteFactory().user
    CoachLinkFactory(coach=user, athlete=AthleteFactory(), scopes=WRITE_ALL)
    return user


def _link(role: str) -> dict[str, Any]:
    if role in DATA_CLASSES:
        return {"scopes": {role: "read"}}
    if role == "follower":
        return {"scopes": READ_ALL, "role": CoachLink.Role.FOLLOWER}
    return LINKS.get(role, {"scopes": WRITE_ALL if role == "coach who changes" else READ_ALL})


def answers(
    client: Client, world: World, app: str, methods: tuple[str, ...], is_all: bool = False
) -> Iterator[tuple[str, int, Any]]:
    """What was asked, the status and the response."""
    asked = [
        (method, address)
        for _name, address in world.addresses[app]
        for method in methods
        if method in (METHODS if is_all and address.startswith("/api/") else served(address))
    ]
    for number, (method, address) in enumerate(asked):
        if number % AT_ONCE == 0:
            cache.clear()
            Counter.objects.all().delete()
        body = {} if method == "get" else {"data": {}, "content_type": "application/json"}
        response = getattr(client, method)(address, **body)
        yield f"{method} {address}", _status(response), response


def _status(response: Any) -> int:
    """To be led to the login is to be refused."""
    is_led = response.status_code == 302 and response.headers["Location"].startswith(LOGIN)
    return 401 if is_led else int(response.status_code)


def content(response: Any) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return str(raw.decode(errors="replace"))


def test_every_address_is_asked(world: World) -> None:
    written = (settings.BASE_DIR / "docs" / "openapi.yaml").read_text()
    described = yaml.load(written, Loader=yaml.CSafeLoader)["paths"]
    routes = {str(resolve(address).route) for each in world.addresses.values() for _name, address in each}
    named = {"/" + route.replace("<str:", "{").replace("<uuid:", "{").replace(">", "}") for route in routes}

    missing = [path for path in described if "{athlete}" in path and path not in named]

    assert not missing, listed(missing)


def test_the_number_of_questions_is_the_one_that_is_told(world: World) -> None:
    every = [address for each in world.addresses.values() for _name, address in each]
    methods = [served(address) for address in every]

    def asked(outside: int, classes: int) -> int:
        found = sum(len(METHODS) if each.startswith("/api/") else len(ON_PAGES) for each in every)
        found += sum((outside - len(BY_ALL)) * len(each) for each in methods)
        found += sum((len(READERS) + len(TOKENS)) * len({*each} - {"get"}) for each in methods)
        return found + (classes + len(TOKENS)) * len(every)

    usual = asked(len(OUTSIDE) - len(ALIKE), len(DATA_CLASSES) - len(ASKED_RARELY))
    whole = asked(len(OUTSIDE), len(DATA_CLASSES))
    written = (settings.BASE_DIR / "docs" / "security.md").read_text()
    assert f"{whole:,} questions, of which `bin/test` asks {usual:,}" in " ".join(written.split())


def test_the_owner_finds_every_page_and_only_others_meet_the_banner(world: World) -> None:
    owner, coach = Client(), client_of("coach who changes", world)
    owner.force_login(world.pages.athlete.user)
    found = [
        (name, owner.get(address), coach.get(address, headers={"Accept": "text/html"}))
        for name, address in world.pages.addresses()
    ]

    missing = [name for name, mine, _ in found if name not in FOR_COACHES and mine.status_code == 404]
    wrong = [f"{name} of their own" for name, mine, _ in found if BANNER in whole_page(mine)]
    opened = [(name, page) for name, _, theirs in found if (page := whole_page(theirs))]
    wrong += [f"{name} of another" for name, page in opened if page.count(BANNER) != 1]

    assert not missing, listed(missing)
    assert not wrong, listed(wrong)
    assert len(opened) > 60


def whole_page(response: Any) -> str:
    """What a browser shows under its own address; nothing for parts, files, data and refusals."""
    text = content(response) if response.status_code == 200 else ""
    return text if text.lstrip().lower().startswith("<!doctype html") else ""


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.long) if role in ALIKE else role for role in OUTSIDE]
)
def test_who_has_no_leave_is_refused_everything_and_changes_nothing(
    world: World, role: str, app: str
) -> None:
    client, before = client_of(role, world), world.state()

    found = answers(client, world, app, METHODS, is_all=role in BY_ALL)
    leaks = [asked for asked, status, _ in found if status not in REFUSED]

    assert not leaks, listed(leaks)
    assert world.state() == before


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("role", READERS)
def test_who_may_only_read_changes_nothing(world: World, role: str, app: str) -> None:
    client, before = client_of(role, world), world.state()

    leaks = [asked for asked, status, _ in answers(client, world, app, METHODS[1:]) if status not in REFUSED]

    assert not leaks, listed(leaks)
    assert world.state() == before


@pytest.mark.parametrize(
    "data",
    [pytest.param(each, marks=pytest.mark.long) if each in ASKED_RARELY else each for each in DATA_CLASSES],
)
def test_a_coach_of_one_class_meets_nothing_of_the_others(world: World, data: str) -> None:
    client = client_of(data, world)

    leaks = [leak for app in APPS for leak in told(client, world, app, data)]

    assert not leaks, listed(leaks)


@pytest.mark.parametrize("role", TOKENS)
def test_a_token_of_one_scope_meets_nothing_else_and_changes_nothing(world: World, role: str) -> None:
    client, before = client_of(role, world), world.state()

    leaks = [leak for app in APPS for leak in told(client, world, app, ONE)]
    writes = (each for app in APPS for each in answers(client, world, app, METHODS[1:]))
    leaks += [asked for asked, status, _ in writes if status not in REFUSED]

    assert not leaks, listed(leaks)
    assert world.state() == before
    assert client.get(world.api.url("plan-list")).status_code == 200


def told(client: Client, world: World, app: str, data: str) -> list[str]:
    """Where somebody who may read `data` alone met what is planted in another class."""
    hidden = {name: mark for name, mark in MARKS.items() if name != data}
    hidden |= {name: mark for name, (of, mark) in WITHIN.items() if of != data}
    return [
        f"{asked} tells of {name}"
        for asked, status, response in answers(client, world, app, ("get",))
        if status not in REFUSED
        for name, mark in hidden.items()
        if mark in content(response)
    ]


def test_what_is_planted_is_met_by_its_owner(world: World) -> None:
    client = Client()
    client.force_login(world.api.athlete.user)
    told = "".join(content(client.get(world.api.url(name))) for name in READS)

    assert [name for name, mark in MARKS.items() if mark not in told] == []
    assert [name for name, (of, mark) in WITHIN.items() if of and mark not in told] == []
