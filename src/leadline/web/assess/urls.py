from django.urls import path

import leadline.web.grammar.any_name  # noqa: F401 - makes any_name known
from leadline.web.assess import views

app_name = "assess"
urlpatterns = [
    path("", views.home, name="home"),
    path("close/", views.close, name="close"),
    path("closed/<int:version>/", views.closed, name="closed"),
    path("themes/", views.themes_of, name="themes"),
    path("opportunities/", views.opportunities, name="opportunities"),
    path("opportunity/<any_name:wanted>/", views.opportunity, name="opportunity"),
    path("finding/<any_name:wanted>/", views.finding, name="finding"),
    path("messages/", views.messages, name="messages"),
    path("conversation/<any_name:source>/<any_name:thread_id>/", views.conversation, name="conversation"),
    path("conversations/", views.conversations, name="conversations"),
    path("experience/", views.experience, name="experience"),
    path("try/", views.try_out, name="try"),
]
