"""The reader's addresses: the front page, a blog's live page, and each entry's own page."""

from django.urls import path

from liveblog.reader import views

app_name = "reader"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.live_page, name="live_page"),
    path("<slug:slug>/entry/<str:public_id>/", views.entry, name="entry"),
]
