"""Many athletes out of one: every row that belongs to them is copied inside the database.

The copy with number k has the keys of the original plus k strides, so that relations among its rows hold.
Runs inside the server's environment, by `manage.py shell`; PostgreSQL only.
"""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Max, Min, Model, Q, UUIDField

from analysis.services.analysing import analyse
from athletes.models import ApiKey, Athlete, User
from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key
from metrics.models import Activity, Stream
from support import long_history

DAYS, ACTIVITIES, WITH_STREAMS = 730, 420, 20
AT_ONCE = 200
APPS = ("athletes", "metrics", "plans", "analysis", "notifications")
UNIQUE_BY_EXPRESSION = ("email",)


@dataclass(frozen=True)
class Table:
    """The rows of one model that belong to the original, and how far apart the copies' keys are."""

    model: type[Model]
    rows: Q
    stride: int


def make_original() -> None:
    """Two years of training, the newest activities with streams; explained as every morning does."""
    athlete = long_history.make_trained("crowd@formline.example", days=DAYS, activities=ACTIVITIES)
    for activity in Activity.objects.filter(athlete=athlete).order_by("-start_time")[:WITH_STREAMS]:
        long_history.add_streams(activity)
    analyse(athlete=athlete)


def grow(size: int, *, streams: bool, people: int) -> None:
    """Copy until there are so many athletes.

    Prints as JSON the `seconds` that it took, the `bytes` of the database, and `people`: a key for programs,
    a session and the newest activity of each of so many athletes, drawn at random.
    """
    if not Athlete.objects.exists():
        make_original()
    started = time.perf_counter()
    _copy_all(Athlete.objects.count(), size - 1, streams=streams)
    took_s = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size_bytes,) = cursor.fetchone()
    print(json.dumps({"seconds": took_s, "bytes": size_bytes, "people": _people(people)}))


def _copy_all(first: int, last: int, *, streams: bool) -> None:
    found = [table for table in _tables() if streams or table.model is not Stream]
    with connection.cursor() as cursor:
        for begin in range(first, last + 1, AT_ONCE):
            with transaction.atomic():
                for table in found:
                    statement, parameters = _copy(table, found)
                    cursor.execute(statement, [begin, min(begin + AT_ONCE - 1, last), *parameters])
        for table in found:
            _raise_sequence(cursor, table)
        cursor.execute("ANALYZE")


def _people(count: int) -> list[dict[str, str]]:
    pks = list(Athlete.objects.values_list("pk", flat=True))
    drawn = Athlete.objects.filter(pk__in=random.sample(pks, min(count, len(pks)))).select_related("user")
    return [_person(athlete) for athlete in drawn]


def _person(athlete: Athlete) -> dict[str, str]:
    _, key = make_key(user=athlete.user, name="crowd", scopes=list(SCOPES), days=1)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(athlete.user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = athlete.user.get_session_auth_hash()
    session.set_expiry(timedelta(hours=4))
    session.create()
    activity = Activity.objects.filter(athlete=athlete).order_by("-start_time").values_list("uid", flat=True)
    return {"key": key, "session": session.session_key, "activity": str(activity[0])}


def _tables() -> list[Table]:
    """Of the original's rows, in an order in which each may refer to those before it."""
    original = Athlete.objects.order_by("pk").values_list("pk", "user_id").first()
    rows: dict[type[Model], Q] = {User: Q(pk=original[1]), Athlete: Q(pk=original[0])}
    models = [each for app in APPS for each in apps.get_app_config(app).get_models() if each is not ApiKey]
    while more := list(_next(models, rows)):
        rows |= more
    return [
        Table(model, of, keys["most"] - keys["least"] + 1)
        for model, of in rows.items()
        if (keys := model._default_manager.filter(of).aggregate(most=Max("pk"), least=Min("pk")))["most"]
    ]


def _next(models: list[type[Model]], rows: dict[type[Model], Q]) -> Iterator[tuple[type[Model], Q]]:
    for model in models:
        if model in rows:
            continue
        owners = [each for each in _foreign(model) if not each.null and each.related_model in rows]
        waits = [
            each for each in _foreign(model) if each.related_model in models and each.related_model != model
        ]
        if owners and all(each.related_model in rows for each in waits):
            owner = next((each for each in owners if each.related_model is Athlete), owners[0])
            within = owner.related_model._default_manager.filter(rows[owner.related_model]).values("pk")
            yield model, Q(**{f"{owner.name}__in": within})


def _foreign(model: type[Model]) -> list[ForeignKey]:
    return [each for each in model._meta.local_concrete_fields if isinstance(each, ForeignKey)]


def _copy(table: Table, found: list[Table]) -> tuple[str, tuple[object, ...]]:
    """The statement, which takes the first and the last number, and what it takes after those."""
    strides = {each.model: each.stride for each in found}
    fields = table.model._meta.local_concrete_fields
    columns = ", ".join(f'"{each.column}"' for each in fields)
    values = ", ".join(_value(each, table, strides) for each in fields)
    name, key = table.model._meta.db_table, table.model._meta.pk.column
    inner, parameters = table.model._default_manager.filter(table.rows).values("pk").query.sql_with_params()
    return (
        f'INSERT INTO "{name}" ({columns}) SELECT {values} FROM "{name}" t, generate_series(%s, %s) AS k '
        f'WHERE t."{key}" IN ({inner})'
    ), parameters


def _value(field: Field, table: Table, strides: dict[type[Model], int]) -> str:
    column = f't."{field.column}"'
    if isinstance(field, ForeignKey):
        stride = strides.get(field.related_model)
        return f"{column} + k * {stride}" if stride else column
    if field.primary_key:
        return f"{column} + k * {table.stride}"
    if field.unique and isinstance(field, UUIDField):
        return "gen_random_uuid()"
    return f"k || {column}" if field.unique or field.name in UNIQUE_BY_EXPRESSION else column


def _raise_sequence(cursor: object, table: Table) -> None:
    name, key = table.model._meta.db_table, table.model._meta.pk.column
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{name}"', key])
    (sequence,) = cursor.fetchone()
    if sequence:
        cursor.execute(f'SELECT setval(%s, (SELECT max("{key}") FROM "{name}"))', [sequence])
