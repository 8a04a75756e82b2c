"""What mail and the other channels need to reach somebody; a channel without its setting is off."""

import json
from typing import Any

import environ

env = environ.Env()

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
globals().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Formline <formline@localhost>")
MAIL_PROVIDER = env.str("MAIL_PROVIDER", default="")
ANYMAIL: dict[str, Any] = json.loads(env.str("ANYMAIL", default="") or "{}") | {"REQUESTS_TIMEOUT": (5, 10)}
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
# Where mail really leaves, an address must be confirmed, and sign-up does not tell whether it is known.
IS_MAIL_REAL = bool(MAIL_PROVIDER) or not EMAIL_URL.startswith("consolemail")
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if IS_MAIL_REAL else "optional"

VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")

TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_FROM = env.str("TWILIO_FROM", default="")
SMS_COUNTRIES: list[str] = env.list("SMS_COUNTRIES", default=["AT", "CA", "CH", "DE", "FR", "GB", "IT", "US"])
SMS_PER_DAY = env.int("SMS_PER_DAY", default=200)
SMS_PER_PERSON_PER_DAY = env.int("SMS_PER_PERSON_PER_DAY", default=10)
SMS_PRICE_USD = env.float("SMS_PRICE_USD", default=0.08)

OUTBOUND_ALLOW = [each.strip() for each in env.list("OUTBOUND_ALLOW", default=[]) if each.strip()]
REQUESTS_CA_BUNDLE = env.str("REQUESTS_CA_BUNDLE", default="")
