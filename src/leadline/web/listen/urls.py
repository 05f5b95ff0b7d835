from django.urls import path

import leadline.web.grammar.any_name  # noqa: F401 - makes any_name known
from leadline.web.listen import file_views, views

app_name = "listen"
urlpatterns = [
    path("", views.home, name="home"),
    path("sources/", views.sources, name="sources"),
    path("files/", file_views.files, name="files"),
    path("files/<int:pk>/", file_views.file, name="file"),
    path("files/<int:pk>/stop/", file_views.stop, name="stop_file"),
    path("files/<int:pk>/away/", file_views.throw_away, name="throw_away_file"),
    path("declare/", views.declare, name="declare"),
    path("join/", views.join, name="join"),
    path("metric/<any_name:which>/", views.metric, name="metric"),
]
