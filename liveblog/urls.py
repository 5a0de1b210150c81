"""The site's addresses. Blogs live at the root, so everything else is listed before them."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from liveblog.api import api
from liveblog.api.hooks import chat_hook
from liveblog.probes.views import metrics

urlpatterns = [
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),  # /healthz is answered before Django
    path(
        "login/",
        LoginView.as_view(
            redirect_authenticated_user=True,
            # The view would put the request's host into the masthead instead.
            extra_context={"site_name": settings.SITE_NAME},
        ),
        name="login",
    ),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("newsroom/", include("liveblog.desk.urls")),
    path("api/hooks/<slug:public_id>", chat_hook, name="chat_hook"),
    path("api/", api.urls),
    path("", include("liveblog.reader.urls")),
]
