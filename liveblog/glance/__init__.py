"""The night at a glance: the morning-after article, written from the figures whenever it is read.

`writing` makes sentences of figures, `article` puts an editor's words in the place of some of them
and names the entries that the figures come from. Its deeds are in `liveblog.publishing.glance`.
"""

from liveblog.glance.article import INTRODUCTION, Article, Section, article

__all__ = ["INTRODUCTION", "Article", "Section", "article"]
