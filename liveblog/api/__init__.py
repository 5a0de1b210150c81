"""The door for programs: the JSON API, its errors and its OpenAPI document."""

from liveblog.api.site import api

__all__ = ["api"]
