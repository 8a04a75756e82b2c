"""Whom the operators' monitor alerts, and what it looks at besides the database."""

import environ

env = environ.Env()

OPERATOR_EMAILS = [each.strip() for each in env.list("OPERATOR_EMAILS", default=[]) if each.strip()]
OPERATOR_WEBHOOK_URL = env.str("OPERATOR_WEBHOOK_URL", default="")
OPERATOR_WEBHOOK_SECRET = env.str("OPERATOR_WEBHOOK_SECRET", default="")
DEAD_MANS_SWITCH_URL = env.str("DEAD_MANS_SWITCH_URL", default="")
# prometheus_client reads it from the environment itself, when it is first imported.
PROMETHEUS_MULTIPROC_DIR = env.str("PROMETHEUS_MULTIPROC_DIR", default="")
WORKER_METRICS_PORT = env.int("WORKER_METRICS_PORT", default=0)
BACKUP_MARKER = env.str("BACKUP_MARKER", default="")
BACKUP_KEY = env.str("BACKUP_KEY", default="")
POSTGRES_BIN = env.str("POSTGRES_BIN", default="")

# Seconds until a change is told in the change feed; None for what the database needs (athletes.feed).
CHANGES_SETTLE_S: float | None = None
