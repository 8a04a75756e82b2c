from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis import changes, checks, kept, outside, receivers  # noqa: F401
        from analysis import personal as own
        from analysis.selectors.spend import ai_used
        from analysis.services.pricing import add_known_prices
        from athletes import feed
        from config.core import parties, personal, quotas, retention

        feed.register(*changes.TYPES)
        retention.register(*kept.RULES)
        parties.register(*outside.PARTIES)
        personal.register(*own.TABLES)
        quotas.register("ai", ai_used)

        post_migrate.connect(add_known_prices, sender=self)
