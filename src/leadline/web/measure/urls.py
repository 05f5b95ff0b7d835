from django.urls import path

from leadline.web.measure import views

app_name = "measure"
urlpatterns = [
    path("", views.home, name="home"),
    path("lines/<str:line>/", views.line, name="line"),
    path("evidence/<str:line>/<str:role>/", views.evidence, name="evidence"),
    path("service-levels/", views.service_levels, name="service-levels"),
    path("service-levels/<str:month>/", views.service_levels, name="service-level"),
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/<str:warning>/", views.warning, name="warning"),
    path("kpi/<str:metric>/", views.kpi, name="kpi"),
]
