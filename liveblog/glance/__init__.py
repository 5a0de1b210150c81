"""The night at a glance: the morning-after article, written from the figures whenever it is read.

`writing` makes sentences of figures, `comparing` those that set them beside earlier ones; `article`
puts an editor's words in the place of some of them and names, by `sources`, where each figure was
told. A sealed blog's is read back by `sealed`. The deeds are in `liveblog.publishing.glance`.
"""

from liveblog.glance.article import INTRODUCTION, Article, Section, article

__all__ = ["INTRODUCTION", "Article", "Section", "article"]
