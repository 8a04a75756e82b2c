"""Who somebody is and how they prove it: passwords, second factors, sessions and tokens."""

import environ

from config.settings.channels import IS_MAIL_REAL

env = environ.Env()

PASSWORD_HASHERS = [
    "athletes.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "athletes.passwords.GuessedFirst"},
]

MFA_ADAPTER = "athletes.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Formline"
# At home nobody can follow a link in a mail that is only printed.
MFA_ALLOW_UNVERIFIED_EMAIL = not IS_MAIL_REAL
COACHES_NEED_MFA = env.bool("COACHES_NEED_MFA", default=True)
# A code is refused a second time by the shared cache for one period, so no other period may count.
MFA_TOTP_TOLERANCE = 0
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=14 * 24)
OPERATOR_IDLE_HOURS = env.int("OPERATOR_IDLE_HOURS", default=8)
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Which of them are sent is the adapter's choice.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/3m/key",
}

HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "athletes.tokens.FamilyStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 7 * 24 * 60 * 60
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
# Else tokens of somebody who has logged out would live on.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True

IDP_OIDC_ADAPTER = "athletes.partners.PartnerAdapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 24 * 60 * 60
