"""For collectstatic in a build, where there are no secrets and nobody is served."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "a build serves nobody"  # noqa: S105
CREDENTIAL_KEYS = ""
