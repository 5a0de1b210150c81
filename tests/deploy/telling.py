"""The site's settings, and on every answer of Django's a header that says who it thinks asked."""

from liveblog.settings import *  # noqa: F403
from liveblog.settings import MIDDLEWARE as ITS_MIDDLEWARE

MIDDLEWARE = ["tests.deploy.telling.tell_who_asked", *ITS_MIDDLEWARE]
SERVESTATIC_USE_BROTLI = False  # nginx gives gzip; it is twenty seconds of work for every run


def tell_who_asked(get_response):
    def told(request):
        response = get_response(request)
        user = getattr(request, "user", None)
        who = f"{user} {request.META['REMOTE_ADDR']} {request.scheme} {request.get_host()}"
        response["X-Asked-By"] = who
        return response

    return told
