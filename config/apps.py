"""The composition root as an app, for its commands and its part of the admin."""

from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "config"
    verbose_name = "Operation"
