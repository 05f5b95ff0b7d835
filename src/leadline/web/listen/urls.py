from django.urls import path

import leadline.web.grammar.any_name  # noqa: F401 - makes any_name known
from leadline.web.listen import views

app_name = "listen"
urlpatterns = [
    path("", views.home, name="home"),
    path("sources/", views.sources, name="sources"),
    path("declare/", views.declare, name="declare"),
    path("join/", views.join, name="join"),
    path("metric/<any_name:which>/", views.metric, name="metric"),
]
