"""Who writes and reads in the fault drill: run by `manage.py shell` inside the server's environment."""

import json
from datetime import timedelta
from itertools import cycle

from django.apps import apps

from athletes.models import DATA_CLASSES, Athlete, CoachLink, User
from athletes.scopes import SCOPES
from athletes.services.api_keys import make_key
from notifications.services.timing import set_timing
from plans.services.sessions import add_session

ATHLETES, SESSIONS = 3, 4


def make() -> None:
    """Prints as JSON `athletes` (uid, key), `coach` (a key) and `sessions` (uids of athlete and session)."""
    coach = _person("coach@formline.example")
    told = {"athletes": [], "sessions": [], "coach": _key(coach)}
    for number in range(ATHLETES):
        user = _person(f"athlete{number}@formline.example")
        athlete = Athlete.objects.create(user=user, name="Drill", hr_max_bpm=188, hr_rest_bpm=45)
        scopes = dict.fromkeys(DATA_CLASSES, "write")
        CoachLink.objects.create(coach=coach, athlete=athlete, status=CoachLink.Status.ACTIVE, scopes=scopes)
        told["athletes"].append({"uid": str(athlete.uid), "key": _key(user)})
        for day, sport in zip(range(1, SESSIONS + 1), cycle(("running", "cycling"))):
            when = athlete.today() + timedelta(days=day)
            session = add_session(athlete=athlete, user=user, day=when, sport=sport, text="- 30m Z2")
            told["sessions"].append([str(athlete.uid), str(session.uid)])
    print(json.dumps(told))


def _person(email: str) -> User:
    user = User.objects.create_user(email, name="Drill")
    address = apps.get_model("account", "EmailAddress")
    address.objects.create(user=user, email=email, verified=True, primary=True)
    set_timing(user=user, quiet_from=None, quiet_until=None)
    return user


def _key(user: User) -> str:
    return make_key(user=user, name="drill", scopes=list(SCOPES), days=1)[1]
