from django.urls import path

from leadline.web.report import views

app_name = "report"
urlpatterns = [
    path("", views.home, name="home"),
    path("report.css", views.style, name="style"),
    path("<str:month>/make/", views.make, name="make"),
    path("<str:month>/<str:reader>/", views.story, name="story"),
    path("<str:month>/<str:reader>.pdf", views.story_pdf, name="pdf"),
]
