from django.urls import path

import leadline.web.grammar.any_name  # noqa: F401 - makes any_name known
from leadline.web.assess import correct_views, theme_views, views

app_name = "assess"
urlpatterns = [
    path("", views.home, name="home"),
    path("close/", views.close, name="close"),
    path("closed/<int:version>/", views.closed, name="closed"),
    path("themes/", views.themes_of, name="themes"),
    path("themes/list/", theme_views.theme_list, name="theme_list"),
    path("themes/list/file/", theme_views.theme_file, name="theme_file"),
    path("themes/list/replace/", theme_views.theme_list_replace, name="theme_list_replace"),
    path("themes/list/add/", theme_views.theme_add, name="theme_add"),
    path("theme/<any_name:wanted>/", theme_views.theme, name="theme"),
    path("theme/<any_name:wanted>/edit/", theme_views.theme_edit, name="theme_edit"),
    path("theme/<any_name:wanted>/merge/", theme_views.theme_merge, name="theme_merge"),
    path("theme/<any_name:wanted>/split/", theme_views.theme_split, name="theme_split"),
    path("theme/<any_name:wanted>/retire/", theme_views.theme_retire, name="theme_retire"),
    path("theme/<any_name:wanted>/back/", theme_views.theme_back, name="theme_back"),
    path("opportunities/", views.opportunities, name="opportunities"),
    path("opportunity/<any_name:wanted>/", views.opportunity, name="opportunity"),
    path("finding/<any_name:wanted>/", views.finding, name="finding"),
    path("messages/", views.messages, name="messages"),
    path("messages.csv", views.messages_csv, name="messages-csv"),
    path("conversation/<any_name:source>/<any_name:thread_id>/", views.conversation, name="conversation"),
    path("conversations/", views.conversations, name="conversations"),
    path("compare/", views.compare, name="compare"),
    path("map/", views.touch_map, name="map"),
    path("people/", views.people, name="people"),
    path("unanswered/", views.unanswered, name="unanswered"),
    path("experience/", views.experience, name="experience"),
    path("correct/", correct_views.correct, name="correct"),
    path("correct/undo/<int:row>/", correct_views.undo, name="undo"),
    path("corrections/", correct_views.corrections, name="corrections"),
    path("corrections.csv", correct_views.export, name="corrections_csv"),
    path("check/", correct_views.check, name="check"),
    path("check/begin/", correct_views.begin, name="begin_check"),
    path("check/<int:number>/answer/", correct_views.answer, name="answer_check"),
    path("adapt/", correct_views.adapt, name="adapt"),
    path("learned/", correct_views.learned, name="learned"),
    path("try/", views.try_out, name="try"),
]
