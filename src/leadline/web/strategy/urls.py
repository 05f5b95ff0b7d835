from django.urls import path

from leadline.web.strategy import catalogue_views, draft_views, map_views, views
from leadline.web.strategy.guide import views as guide_views

app_name = "strategy"
urlpatterns = [
    path("", views.home, name="home"),
    path("draft/", draft_views.edit, name="edit"),
    path("draft/begin/", draft_views.begin, name="begin"),
    path("draft/upload/", draft_views.upload, name="upload"),
    path("draft/strategy.yaml", draft_views.download, name="download"),
    path("draft/opportunity/", draft_views.choose, name="choose"),
    path("draft/fix/", draft_views.fix, name="fix"),
    path("draft/decide/", draft_views.decide, name="decide"),
    path("draft/rewrite/", draft_views.rewrite, name="rewrite"),
    path("draft/adopt/", draft_views.adopt, name="adopt"),
    path("draft/guide/", guide_views.home, name="guide"),
    path("draft/guide/reports/", guide_views.reports, name="guide_reports"),
    path("draft/guide/<slug:name>/", guide_views.step, name="guide_step"),
    path("map/", map_views.home, name="map"),
    path("map/map.svg", map_views.picture, name="map_picture"),
    path("map/draft/", map_views.draft, name="map_draft"),
    path("map/draft/line/", map_views.line, name="map_line"),
    path("map/draft/remove/", map_views.remove, name="map_remove"),
    path("metrics/", catalogue_views.metrics, name="metrics"),
    path("metrics/own/", catalogue_views.own_metric, name="own_metric"),
    path("methods/", catalogue_views.methods, name="methods"),
    path("methods/choose/", catalogue_views.choose_method, name="choose_method"),
    path("versions/", views.versions, name="versions"),
    path("versions/compare/", views.compare, name="compare"),
    path("versions/<int:number>/", views.version, name="version"),
    path("versions/<int:number>/strategy.yaml", views.version_file, name="version_file"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:code>/", views.rule, name="rule"),
]
