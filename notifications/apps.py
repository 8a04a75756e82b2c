from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from config.core import parties, personal, retention
        from notifications import checks, kept, outside, receivers  # noqa: F401
        from notifications import personal as own

        retention.register(*kept.RULES)
        parties.register(*outside.PARTIES)
        personal.register(*own.TABLES)
