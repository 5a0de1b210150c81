"""The results app: elections, and nothing of blogs."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "results"
    verbose_name = "Results"
    default_auto_field = "django.db.models.BigAutoField"
