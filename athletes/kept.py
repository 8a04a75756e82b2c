"""What this app keeps, and for how long."""

from __future__ import annotations

from django.conf import settings

from athletes.services import prune_attempts
from athletes.services.devices import prune_devices
from athletes.services.partners import SPENT_KEPT, prune_partner_tokens
from athletes.services.retaining import prune_invitations, prune_reads
from athletes.services.tombstones import prune_tombstones
from config.core.retention import Rule

RULES = (
    Rule(
        "athletes.attempts",
        "Tries to connect that are over",
        lambda: settings.EXTERNAL_CALL_DAYS,
        prune_attempts,
    ),
    Rule(
        "athletes.tombstones", "What was deleted, for programs that keep a copy", lambda: 30, prune_tombstones
    ),
    Rule("athletes.devices", "Browsers that nobody logs in from any more", lambda: 730, prune_devices),
    Rule(
        "athletes.partner_tokens",
        "Tokens of applications, after they have ended",
        lambda: SPENT_KEPT.days,
        prune_partner_tokens,
    ),
    Rule("athletes.reads", "Who looked at whose data, hour by hour", lambda: 730, prune_reads),
    Rule(
        "athletes.invitations",
        "Invitations of coaches and followers, after they have ended",
        lambda: 90,
        prune_invitations,
    ),
)
