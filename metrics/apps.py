from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from athletes import feed
        from config.core import personal, retention
        from metrics import changes, kept
        from metrics import personal as own

        feed.register(*changes.TYPES)
        retention.register(*kept.RULES)
        personal.register(*own.TABLES, folders=(own.ORIGINALS, own.UPLOADS))
