"""The shared ground of every app, installed so that its tables exist."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "config.core"
    label = "core"
    verbose_name = "Foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from config.core import checks, kept, personal, retention  # noqa: F401
        from config.core.personal import own

        retention.register(*kept.RULES)
        personal.register(*own.TABLES)
