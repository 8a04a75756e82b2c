"""A door for drills in other processes: JSON commands to the running doubles.

`POST /control/<command>` with a JSON object of the command's arguments; 200 with its answer, 400 with the
reason. `service` is "personal" or "connect" (both when left out); `key` or `email` names an account other
than the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.forms import Json
from tests.doubles.garmin.outings import Outing
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.proxy import GarminProxy
from tests.doubles.garmin.server import NOT_FOUND, Answer, Asked, Double

type Given = dict[str, Any]


class Control(Double):
    """The endpoint; its commands are the methods that do not begin with an underscore below."""

    name = "control"

    def __init__(self, double: GarminDouble, proxy: GarminProxy) -> None:
        self._commands = Commands(double, proxy)
        super().__init__()

    def answer(self, asked: Asked) -> Answer:
        name = asked.path.removeprefix("/control/").strip("/").replace("/", "_")
        command: Callable[..., Json] | None = getattr(self._commands, name, None)
        if command is None or name.startswith("_"):
            return NOT_FOUND
        try:
            return Answer(200, command(**(asked.json() or {})))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            return Answer(400, {"error": f"{type(error).__name__}: {error}"})


class Commands:
    """What can be told to the doubles. Every argument is plain JSON."""

    def __init__(self, double: GarminDouble, proxy: GarminProxy) -> None:
        self._double = double
        self._proxy = proxy

    def fault(self, path: str, service: str | None = None, form: str = "add", **what: Any) -> Json:
        """Script a fault; `form` is add, html, malformed or redirect, `what` the fields of `Fault`."""
        for each in self._services(service):
            getattr(each.script, form)(path, **what)
        return {}

    def clear(self, service: str | None = None) -> Json:
        """Forget every fault."""
        for each in self._services(service):
            each.script.clear()
        return {}

    def limits(self, service: str | None = None, **limits: Any) -> Json:
        """Set the fields of `Limits`."""
        for each in self._services(service):
            for name, value in limits.items():
                if not hasattr(each.traffic.limits, name):
                    raise ValueError(name)
                setattr(each.traffic.limits, name, value)
        return {}

    def latency(self, seconds: float, service: str | None = None) -> Json:
        for each in self._services(service):
            each.latency_s = seconds
        return {}

    def log(self, service: str | None = None, part: str = "", forget: bool = False) -> Json:
        """By service: calls whose path contains `part`, violations, most calls at once by account."""
        found: dict[str, Json] = {}
        for name, each in self._double.services.items():
            if service not in (None, name):
                continue
            report = each.traffic.report()
            report["calls"] = [call for call in report["calls"] if part in call["path"]]
            found[name] = report
            if forget:
                each.traffic.forget()
        return found | {"tunnels": [asdict(each) for each in self._proxy.tunnels]}

    def stop(self, service: str) -> Json:
        """Refuse connections, as a server that is not there."""
        self._double.services[service].stop()
        return {}

    def start(self, service: str) -> Json:
        """Be there again, at the same address."""
        self._double.services[service].start()
        return {}

    def secrets(self) -> Json:
        """What nobody may find anywhere: keys, passwords, and every token that was ever given out."""
        logins = self._double.connect.accounts.values()
        return {
            "keys": list(self._double.personal.accounts),
            "passwords": sorted({each.login.password for each in logins}),
            "codes": sorted({each.login.mfa_code for each in logins if each.login.mfa_code}),
            "tokens": [token for each in self._double.services.values() for token in each.issued],
        }

    def violations(self, service: str | None = None) -> Json:
        return [asdict(one) for each in self._services(service) for one in each.traffic.violations]

    def person(self, key: str | None = None, email: str | None = None) -> Json:
        """Today, the first day and all activities, newest first."""
        found = self._person(key, email)
        told = [_told(each) for each in found.outings()]
        return {
            "today": found.today.isoformat(),
            "first_day": found.first_day.isoformat(),
            "activities": told,
        }

    def truth(self, day: str, key: str | None = None, email: str | None = None) -> Json:
        """The values of a day by their neutral names; instants as ISO."""
        found = asdict(self._person(key, email).truth(date.fromisoformat(day)))
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()
        }

    def person_add(self, seed: int, count: int = 1, **about: Any) -> Json:
        """`count` more accounts with seeds from `seed` on; `about` are arguments of `Person`."""
        if about.get("today"):
            about["today"] = date.fromisoformat(about["today"])
        made = [self._double.add_person(seed + number, **about) for number in range(count)]
        return [{"key": key, "email": email} for key, email in made]

    def activity_add(self, day: str | None = None, **which: Any) -> Json:
        """A new activity (`sport`, `seconds`, `hour`)."""
        owner = self._person(which.pop("key", None), which.pop("email", None))
        return _told(owner.add_activity(date.fromisoformat(day) if day else None, **which))

    def activity_edit(self, id: int, key: str | None = None, email: str | None = None, **values: Any) -> Json:
        owner = self._person(key, email)
        owner.edit_activity(id, **values)
        found = owner.outing(id)
        return _told(found) if found else {}

    def activity_delete(self, id: int, key: str | None = None, email: str | None = None) -> Json:
        self._person(key, email).delete_activity(id)
        return {}

    def then(self, path: str, command: str, service: str | None = None, **given: Any) -> Json:
        """Do another command once, after the next answer of `path`."""
        for each in self._services(service):
            each.script.then(path, lambda: getattr(self, command.replace("/", "_"))(**given))
        return {}

    def day(self, day: str, values: Given, key: str | None = None, email: str | None = None) -> Json:
        """Overwrite values of a day by their neutral names."""
        self._person(key, email).change_day(date.fromisoformat(day), **values)
        return {}

    def today(self, withheld: bool | None = None, move_to: str | None = None, **whose: Any) -> Json:
        """Let today have nothing yet, or let the account live on another day."""
        owner = self._person(**whose)
        if withheld is not None:
            owner.withhold_today(withheld=withheld)
        if move_to:
            owner.move_to(date.fromisoformat(move_to))
        return {"today": owner.today.isoformat()}

    def key_revoke(self, key: str | None = None, status: int = 401) -> Json:
        self._double.personal.revoke(key or self._double.key, status=status)
        return {}

    def key_restore(self, key: str | None = None) -> Json:
        self._double.personal.restore(key or self._double.key)
        return {}

    def key_drop_bearers(self, key: str | None = None) -> Json:
        self._double.personal.drop_bearers(key or self._double.key)
        return {}

    def login_revoke(self, email: str | None = None) -> Json:
        """No token counts any more."""
        self._double.connect.revoke(email or self._double.email)
        return {}

    def login_drop_access(self, email: str | None = None) -> Json:
        """Only a refresh helps."""
        self._double.connect.drop_access(email or self._double.email)
        return {}

    def login_block(self, status: int = 429, times: int | None = None) -> Json:
        self._double.connect.block_logins(status, times=times)
        return {}

    def login_set(self, email: str | None = None, **values: Any) -> Json:
        """Change the login: `mfa_code`, `captcha`, `password`, `token_life_s`, `rotates`."""
        account = self._double.connect.accounts[email or self._double.email]
        for name, value in values.items():
            owner = account.login if hasattr(account.login, name) else account
            if not hasattr(owner, name):
                raise ValueError(name)
            setattr(owner, name, value)
        return {}

    def login_tokens(self, email: str | None = None) -> Json:
        """New tokens in the form of `garmin_tokens.json`."""
        return self._double.connect.tokens(email or self._double.email)

    def library(self, email: str | None = None) -> Json:
        """Workouts, schedules and messages to devices of an account."""
        found = self._double.connect.accounts[email or self._double.email].library
        return {"workouts": found.workouts, "schedules": found.schedules, "sent": found.sent}

    def _services(self, service: str | None) -> list[Double]:
        services: dict[str, Any] = self._double.services
        return [services[service]] if service else list(services.values())

    def _person(self, key: str | None = None, email: str | None = None) -> Person:
        if email:
            return self._double.connect.accounts[email].person
        return self._double.personal.accounts[key or self._double.key].person


def _told(one: Outing) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "sport": one.sport,
        "start": one.start.isoformat(),
        "seconds": one.seconds,
        "is_manual": one.is_manual,
    }
