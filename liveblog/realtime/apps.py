"""The realtime app: numbered feeds of opaque frames, from the log to every local socket."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "liveblog.realtime"
    label = "realtime"
    verbose_name = "Realtime feeds"
    default_auto_field = "django.db.models.BigAutoField"
