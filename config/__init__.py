"""The composition root. Celery's application is made here: every process sends tasks with its settings."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
