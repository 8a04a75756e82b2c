from athletes.services.account import AccountTurn, account_lease
from athletes.services.attempts import cancel_attempt, prune_attempts, sweep_attempts
from athletes.services.connecting import connect_key, connect_tokens, give_code, start_login
from athletes.services.connections import (
    change_connection,
    disconnect,
    sweep_secrets,
)
from athletes.services.profile import create_athlete, remove_threshold, set_threshold, update_athlete
from athletes.services.sync_times import next_sync_at

__all__ = [
    "AccountTurn",
    "account_lease",
    "cancel_attempt",
    "change_connection",
    "connect_key",
    "connect_tokens",
    "create_athlete",
    "disconnect",
    "give_code",
    "next_sync_at",
    "prune_attempts",
    "remove_threshold",
    "set_threshold",
    "start_login",
    "sweep_attempts",
    "sweep_secrets",
    "update_athlete",
]
