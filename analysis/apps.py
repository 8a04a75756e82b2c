from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AnalysisConfig(AppConfig):
    name = "analysis"

    def ready(self) -> None:
        from analysis import checks, receivers  # noqa: F401
        from analysis.services.pricing import add_known_prices

        post_migrate.connect(add_known_prices, sender=self)
