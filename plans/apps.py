from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from athletes import feed
        from config.core import personal, retention
        from plans import changes, kept, receivers  # noqa: F401
        from plans import personal as own

        feed.register(*changes.TYPES)
        retention.register(*kept.RULES)
        personal.register(*own.TABLES)
