"""What went wrong with Garmin, in words: what happened, what Formline does by itself, what one can do."""

from __future__ import annotations

from dataclasses import dataclass

from athletes.errors import AttemptInterruptedError
from athletes.models import Way


@dataclass(frozen=True)
class Trouble:
    """Three sentences about one error; `you` is empty where nobody has to do anything."""

    code: str
    happened: str
    by_itself: str
    you: str = ""
    is_yours: bool = False
    """Whether it stays as it is until the athlete does something."""


AGAIN = "It is tried again by itself, a little later each time. What is already here stays."
NOTHING_STORED = "Nothing was stored."

REFUSED_ONCE = (
    "Garmin refused this connection.",
    "That may be a mistake of Garmin's: it is tried once more in a few minutes. What is already here stays.",
    "Nothing yet. If you know why, because the key has ended or the password is new, connect again now.",
)
REFUSALS = ("GARMIN_AUTH_FAILED", "GARMIN_KEY_REFUSED")

WITH_SYNC = {
    **dict.fromkeys(REFUSALS, REFUSED_ONCE),
    "GARMIN_UNAVAILABLE": (
        "Garmin could not be reached, or answered with an error.",
        AGAIN,
        "Nothing. If it lasts for days, see whether connect.garmin.com works in your browser.",
    ),
    "GARMIN_RATE_LIMITED": (
        "Garmin asked Formline to slow down.",
        "It waits as long as Garmin asked and then goes on where it stopped.",
        "Nothing. Asking more often would only make the wait longer.",
    ),
    "SERVICE_PAUSED": (
        "Garmin failed several times in a row.",
        "It is left alone for a minute, then one request tries whether it is back.",
        "Nothing.",
    ),
    "RATE_LIMITED": (
        "Many syncs are waiting for their turn.",
        "Formline asks Garmin only so often; this one goes on when its turn comes.",
        "Nothing.",
    ),
    "GARMIN_BLOCKED": (
        "Garmin does not let this server in at the moment.",
        AGAIN,
        "If it goes on for days: connect with a Personal API key, or with tokens made at home.",
    ),
    "GARMIN_ANSWER_UNREADABLE": (
        "Garmin answered with something that is no data.",
        AGAIN,
        "Nothing. If it lasts for days, tell whoever runs this installation.",
    ),
    "GARMIN_NOT_OFFERED": (
        "Garmin does not offer this for your account.",
        "The rest is still read.",
        "Nothing, unless you expected it: the Garmin login reads more than the key.",
    ),
    "WORKER_LOST": (
        "The sync broke off three times in the middle.",
        "It is not tried again by itself.",
        "Press “Sync now”. If it breaks off again, tell whoever runs this installation.",
    ),
}
"""Code: what happened, what Formline does, what the athlete can do, while a connection stands."""

RECONNECT = {
    Way.KEY: (
        "Garmin does not accept the key any more: it has expired or was revoked.",
        "Nothing more is read until you connect again. What is already here stays.",
        "Create a new key at Garmin and enter it here. Formline goes on where it stopped.",
    ),
    Way.LOGIN: (
        "Garmin does not accept this login any more.",
        "Nothing more is read until you log in again. What is already here stays.",
        "Log in again. This happens after a change of password, or when Garmin ends old logins.",
    ),
}

UNREADABLE = (
    "The stored secret of this connection cannot be read here: the keys of this installation have changed.",
    "Nothing more is read until you connect again. What is already here stays.",
    "Connect again, and tell whoever runs this installation.",
)
UNREADABLE_CODES = ("CREDENTIAL_UNREADABLE", "GARMIN_SECRET_MISSING")

WITH_ATTEMPT = {
    "GARMIN_PASSWORD_WRONG": (
        "Garmin does not know this e-mail address with this password.",
        NOTHING_STORED,
        "Try the same at connect.garmin.com, then here. Garmin blocks an account after several wrong tries.",
    ),
    "GARMIN_ACCOUNT_LOCKED": (
        "Garmin has locked this account for now.",
        NOTHING_STORED,
        "Log in at connect.garmin.com in your browser and follow what it says, then connect again here.",
    ),
    "GARMIN_CAPTCHA": (
        "Garmin wants to see that you are a person.",
        NOTHING_STORED,
        "Log in once at connect.garmin.com in your browser, wait a few minutes, then try again here. If it "
        "stays so, use tokens made at home or a Personal API key.",
    ),
    "GARMIN_KEY_REFUSED": (
        "Garmin does not accept this key: it has expired, was revoked or was not copied whole.",
        NOTHING_STORED,
        "Copy it again, or create a new one at Garmin: that ends the old one.",
    ),
    "GARMIN_TOKENS_INVALID": (
        "This is not the content of a garmin_tokens.json.",
        NOTHING_STORED,
        "Make the file again as described and copy all of it, from { to }.",
    ),
    "GARMIN_CODE_WRONG": (
        "The code was wrong too often.",
        "The login was ended. " + NOTHING_STORED,
        "Log in again: Garmin sends a new code.",
    ),
    "GARMIN_CODE_EXPIRED": (
        "The code was not entered in time.",
        "The login was ended. " + NOTHING_STORED,
        "Log in again: Garmin sends a new code.",
    ),
    "GARMIN_SESSION_EXPIRED": (
        "Garmin ended this login before it had the code.",
        "The code was not wrong, but nothing can be done with it any more. " + NOTHING_STORED,
        "Log in again: Garmin sends a new code.",
    ),
    AttemptInterruptedError.code: (
        "It was interrupted: the server was restarted, or Garmin did not answer for minutes.",
        "What you typed was only in memory and is gone. " + NOTHING_STORED,
        "Start again.",
    ),
    "CONNECTING_UNDER_WAY": (
        "Formline is connecting already.",
        "Two at a time would spoil each other’s codes.",
        "Go back to the connections and follow the one that runs.",
    ),
    "CONNECTING_OVER": ("This try to connect is over.", NOTHING_STORED, "Start again."),
    "CONNECTING_BUSY": (
        "Many people are connecting at this moment.",
        NOTHING_STORED,
        "Try again in a few minutes.",
    ),
    "GARMIN_OTHER_ACCOUNT": (
        "This is another Garmin account than the one connected so far.",
        NOTHING_STORED + " Data of two accounts must not mix.",
        "Use the account from before, or disconnect first and then connect.",
    ),
    "GARMIN_BLOCKED": (
        "Garmin does not let this server in.",
        NOTHING_STORED,
        "Garmin blocks the networks of many servers. Tokens made at home, or a Personal API key, work there.",
    ),
    "GARMIN_RATE_LIMITED": (
        "Garmin takes no more logins for this account at the moment.",
        "Formline lets nobody try again before the wait is over, since each try makes it longer.",
        "Wait, or connect with a Personal API key or with tokens made at home: neither needs a login here.",
    ),
    "GARMIN_UNAVAILABLE": (
        "Garmin could not be reached, or answered with an error.",
        NOTHING_STORED,
        "Try again in an hour. If it goes on, Garmin may block this server’s network: tokens made at home "
        "or a Personal API key work there.",
    ),
    "GARMIN_AUTH_FAILED": (
        "Garmin did not accept this.",
        NOTHING_STORED,
        "Check what you entered. An old key or old tokens cannot be used again: make new ones.",
    ),
    "SERVICE_PAUSED": (
        "Garmin failed several times in a row and is left alone for a minute.",
        NOTHING_STORED,
        "Try again in two minutes.",
    ),
}
"""Code: the same for a try to connect."""


def trouble_of_sync(code: str, message: str, *, way: str, needs_athlete: bool) -> Trouble | None:
    """The words for a connection's last error; None when there was none."""
    if needs_athlete and code in UNREADABLE_CODES:
        return Trouble(code, *UNREADABLE, is_yours=True)
    if needs_athlete:
        return Trouble(code, *RECONNECT[Way(way)], is_yours=True)
    if not code:
        return None
    known = WITH_SYNC.get(code) or (message or "The last sync did not work.", AGAIN, "")
    return Trouble(code, *known, is_yours=code == "WORKER_LOST")


def trouble_of_attempt(code: str, message: str) -> Trouble:
    """The words for a try that did not connect."""
    known = WITH_ATTEMPT.get(code) or (
        message or "It did not work, and nobody knows why.",
        NOTHING_STORED,
        "Try again.",
    )
    return Trouble(code, *known, is_yours=True)
