"""The reader's addresses: front page, elections, and a blog's live page, article and entries."""

from django.urls import path

from liveblog.reader import elections, glance, pictures, repeating, views

app_name = "reader"

urlpatterns = [
    path("", views.home, name="home"),
    path("elections/", elections.elections, name="elections"),
    path("elections/<slug:slug>/", elections.election, name="election"),
    path("elections/<slug:slug>/results.csv", elections.results_csv, name="results_csv"),
    path("elections/<slug:slug>/<slug:contest>/", elections.contest, name="contest"),
    path(
        "elections/<slug:slug>/<slug:contest>/if-repeated/",
        repeating.if_repeated,
        name="if_repeated",
    ),
    path("<slug:slug>/", views.live_page, name="live_page"),
    path("<slug:slug>/at-a-glance/", glance.at_a_glance, name="at_a_glance"),
    path("<slug:slug>/entry/<str:public_id>/", views.entry, name="entry"),
    path("<slug:slug>/pictures/<str:public_id>/<str:name>", pictures.picture, name="picture"),
]
