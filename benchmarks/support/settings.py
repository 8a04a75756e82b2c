"""An installation at home, but static files need not be collected first."""

from config.settings.local import *  # noqa: F403
from config.settings.local import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["testserver"]
