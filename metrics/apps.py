from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from config.core import personal, retention
        from metrics import kept
        from metrics import personal as own

        retention.register(*kept.RULES)
        personal.register(*own.TABLES, folders=(own.ORIGINALS, own.UPLOADS))
