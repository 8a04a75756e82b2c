from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from athletes import feed
        from config.core import personal, quotas, retention
        from metrics import changes, kept
        from metrics import personal as own
        from metrics.services.storage import storage_used

        feed.register(*changes.TYPES)
        retention.register(*kept.RULES)
        quotas.register("storage", storage_used)
        personal.register(*own.TABLES, folders=(own.ORIGINALS, own.UPLOADS))
