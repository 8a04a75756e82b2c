"""An installation at home: one machine, one command, no configuration."""

from config.core.logging import configure
from config.settings.base import *  # noqa: F403
from config.settings.base import FORMLINE_DATA, STORAGES, env
from config.settings.secrets_file import derived, ensure_secrets, ensure_signing_key

env.read_env(str(ensure_secrets(FORMLINE_DATA)))

SECRET_KEY = env.str("SECRET_KEY")
CREDENTIAL_KEYS = env.str("CREDENTIAL_KEYS")
BACKUP_KEY = env.str("BACKUP_KEY", default="")
HEADLESS_JWT_PRIVATE_KEY = derived(SECRET_KEY, "jwt")
IDP_OIDC_PRIVATE_KEY = ensure_signing_key(FORMLINE_DATA)
# Browsers let passkeys work on http://localhost, and nowhere else without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
DEBUG = env.bool("DEBUG", default=False)
LOGGING = configure(pretty=True, level=env.str("LOG_LEVEL", default="INFO"), directory=FORMLINE_DATA / "logs")
LOGGING_CONFIG = "logging.config.dictConfig"

# Hashed names, but no compression: that takes most of a minute, and this server is on the same machine.
STORAGES["staticfiles"] = {"BACKEND": "config.core.static_files.HashedStaticFiles"}

if DEBUG:
    WHITENOISE_USE_FINDERS = True
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
