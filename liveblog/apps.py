"""The trunk: the only app that knows both blogs and elections."""

from django.apps import AppConfig


class LiveblogConfig(AppConfig):
    name = "liveblog"
    verbose_name = "Live blogs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from liveblog import electionfeed, scoreboard
        from liveblog.publishing import awaiting

        scoreboard.listen()
        electionfeed.listen()
        awaiting.listen()
