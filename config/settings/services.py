"""The services outside that athletes' data come from and are explained by."""

import environ

env = environ.Env()

GARMIN_REQUESTS_PER_S = env.float("GARMIN_REQUESTS_PER_S", default=2.0)
GARMIN_PERSONAL_API_BASE_URL = env.str("GARMIN_PERSONAL_API_BASE_URL", default="")
RAW_PAYLOAD_DAYS = env.int("RAW_PAYLOAD_DAYS", default=90)
EXTERNAL_CALL_DAYS = env.int("EXTERNAL_CALL_DAYS", default=90)
SYNC_LEASE_S = env.int("SYNC_LEASE_S", default=90)
AI_ENABLED = env.bool("AI_ENABLED", default=False)
ANTHROPIC_API_KEYS = [key.strip() for key in env.list("ANTHROPIC_API_KEY", default=[]) if key.strip()]
ANTHROPIC_BASE_URL = env.str("ANTHROPIC_BASE_URL", default="")
ANALYSIS_MODEL = env.str("ANALYSIS_MODEL", default="claude-sonnet-5-5")
AI_PROFILE = env.str("AI_PROFILE", default="anthropic")
STREAMS_PER_PROCESS = env.int("STREAMS_PER_PROCESS", default=4)
AI_SITE_MONTHLY_USD = env.float("AI_SITE_MONTHLY_USD", default=50.0)
