from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from config.core import personal, retention
        from plans import kept, receivers  # noqa: F401
        from plans import personal as own

        retention.register(*kept.RULES)
        personal.register(*own.TABLES)
