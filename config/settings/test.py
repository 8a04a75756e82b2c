"""The tests: real databases, no network, nothing written outside a temporary folder."""

import tempfile
from pathlib import Path

from config.core.logging import configure
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, STORAGES, database, env

FORMLINE_DATA = Path(tempfile.mkdtemp(prefix="formline-test-"))
SECRET_KEY = "tests-only"  # noqa: S105
CREDENTIAL_KEYS = "t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{FORMLINE_DATA / 'test.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, since SQLite in memory locks in other ways than what people run. Nobody pulls the plug on it.
    DATABASES["default"]["TEST"] = {"NAME": str(FORMLINE_DATA / "tests.sqlite3")}
    begin = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = begin.replace("synchronous=FULL", "synchronous=OFF")
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
IS_MAIL_REAL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Most tests of coaches are about consent; those of the second factor switch it on.
COACHES_NEED_MFA = False
HEADLESS_JWT_PRIVATE_KEY = "tests-only, and long enough for HMAC with SHA-256"
STORAGES["default"]["OPTIONS"]["location"] = str(FORMLINE_DATA / "files")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
LOGGING = configure(pretty=True, level="WARNING", directory=None)
ALLOWED_HOSTS = ["*"]
