from django.urls import path

from leadline.web.value import views

app_name = "value"
urlpatterns = [
    path("", views.home, name="home"),
    path("roi/<str:program>/", views.roi, name="roi"),
    path("what-if/", views.what_if, name="what-if"),
    path("plan/", views.plan, name="plan"),
    path("costs/", views.costs, name="costs"),
]
