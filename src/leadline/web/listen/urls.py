from django.urls import path

from leadline.web.listen import views

app_name = "listen"
urlpatterns = [
    path("", views.home, name="home"),
    path("declare/", views.declare, name="declare"),
    path("metric/<str:which>/", views.metric, name="metric"),
]
