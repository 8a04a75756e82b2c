from django.apps import AppConfig


class AthletesConfig(AppConfig):
    name = "athletes"

    def ready(self) -> None:
        from athletes import changes, feed, kept, outside, receivers, sealed  # noqa: F401
        from athletes import personal as own
        from athletes.services.quotas import uploads_used
        from config.core import parties, personal, quotas, retention, rewrapping

        feed.register(*changes.TYPES)
        retention.register(*kept.RULES)
        parties.register(*outside.PARTIES)
        rewrapping.register(*sealed.PARTS)
        quotas.register("uploads", uploads_used)
        personal.register(*own.TABLES, folders=(own.EXPORTS,), sessions=own.end_sessions)
