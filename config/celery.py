"""The Celery application: settings from Django, tasks of all apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

TASK_PACKAGES = ["athletes", "notifications", "metrics", "plans", "analysis", "config"]

app = Celery("formline", task_cls="config.core.celery:BaseTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(TASK_PACKAGES)
