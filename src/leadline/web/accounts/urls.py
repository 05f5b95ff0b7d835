from django.urls import path

from leadline.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("<int:key>/", views.person, name="person"),
]
