"""A server: everything secret comes from the environment, and plain HTTP is refused."""

import os

from config.core.logging import configure
from config.settings.base import *  # noqa: F403
from config.settings.base import env
from config.settings.refusal import refuse_the_unsafe
from config.settings.secrets_file import derived

refuse_the_unsafe(os.environ)

SECRET_KEY = env.str("SECRET_KEY")
CREDENTIAL_KEYS = env.str("CREDENTIAL_KEYS")
HEADLESS_JWT_PRIVATE_KEY = derived(SECRET_KEY, "jwt")
# A PEM of RSA with \n for line ends; without it no partner can log anybody in.
IDP_OIDC_PRIVATE_KEY = env.str("OIDC_PRIVATE_KEY", default="", multiline=True)
SITE_URL = env.str("SITE_URL")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
LOGGING = configure(pretty=False, level=env.str("LOG_LEVEL", default="INFO"), directory=None)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
