from django.urls import path

import leadline.web.grammar.any_name  # noqa: F401 - makes any_name known
from leadline.web.measure import tune_views, views

app_name = "measure"
urlpatterns = [
    path("", views.home, name="home"),
    path("lines/<any_name:line>/", views.line, name="line"),
    path("evidence/<any_name:line>/<any_name:role>/", views.evidence, name="evidence"),
    path("tune/", tune_views.tune, name="tune"),
    path("tune/draft/", tune_views.begin, name="tune-draft"),
    path("stage/", views.maturity, name="maturity"),
    path("service-levels/", views.service_levels, name="service-levels"),
    path("service-levels/<str:month>/", views.service_levels, name="service-level"),
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/<any_name:warning>/", views.warning, name="warning"),
    path("kpi/<any_name:metric>/", views.kpi, name="kpi"),
]
