"""Settings of the restore drill: those of the tests, tables made from the models, a folder for files."""

from typing import Any

import environ
from django.apps.config import AppConfig

from config.settings.storage import files_storage
from config.settings.test import *  # noqa: F403
from config.settings.test import FORMLINE_DATA, INSTALLED_APPS, STORAGES

env = environ.Env()
MIGRATION_MODULES: dict[str, Any] = dict.fromkeys(AppConfig.create(each).label for each in INSTALLED_APPS)
STORAGES = {**STORAGES, "default": files_storage(FORMLINE_DATA / "files")}
BACKUP_KEY = env.str("DRILL_KEY")
POSTGRES_BIN = env.str("DRILL_POSTGRES_BIN", default="")
