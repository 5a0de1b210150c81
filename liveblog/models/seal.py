"""The seal of an archived blog: its figures as they stood when it was archived.

Contests live on, and other blogs may correct them; what an archived blog's pages show stays.
"""

from django.db import models

from liveblog.models.blog import Blog


class Seal(models.Model):
    blog = models.OneToOneField(Blog, on_delete=models.CASCADE, related_name="seal")
    boards = models.JSONField(help_text="As the live page showed them.")
    article = models.JSONField(
        help_text="What the figures said in each section, and their sources."
    )
    contests = models.JSONField(help_text="Everything on record of each contest it followed.")
    rows = models.JSONField(help_text="The same as tidy rows, one a candidacy.")

    def __str__(self) -> str:
        return f"Seal of {self.blog}"
