from django.urls import path

from leadline.web.together import board_views, draft_views, people_views, views, workshop_views

app_name = "together"
urlpatterns = [
    path("", draft_views.home, name="home"),
    path("<int:key>/", views.voices, name="voices"),
    path("<int:key>/answer/<int:words>/", views.answer, name="answer"),
    path("<int:key>/parts/", views.parts, name="parts"),
    path("<int:key>/part/", views.part, name="part"),
    path("<int:key>/take/", draft_views.take, name="take"),
    path("<int:key>/put/", draft_views.put, name="put"),
    path("<int:key>/show/", views.show, name="show"),
    path("<int:key>/preview/", views.preview, name="preview"),
    path("<int:key>/invitation/", people_views.invitation, name="invitation"),
    path("<int:key>/people/", people_views.people, name="people"),
    path("<int:key>/people/<int:guest>/renew/", people_views.renew, name="renew"),
    path("<int:key>/people/<int:guest>/revoke/", people_views.revoke, name="revoke"),
    path("<int:key>/close/", draft_views.close, name="close"),
    path("<int:key>/workshops/", workshop_views.workshops, name="workshops"),
    path("<int:key>/workshops/<int:workshop>/idea/", workshop_views.idea, name="idea"),
    path("<int:key>/workshops/<int:workshop>/decide/", workshop_views.decide, name="decide"),
    path("<int:key>/workshops/<int:workshop>/metric/", workshop_views.metric, name="metric"),
    path("<int:key>/ideas/<int:idea>/take/", workshop_views.take_idea, name="take_idea"),
    path("<int:key>/briefs/", board_views.briefs, name="briefs"),
    path("<int:key>/briefs/<int:number>/", board_views.brief, name="brief"),
    path("<int:key>/briefs/<int:number>/ask/", board_views.ask, name="ask"),
    path("<int:key>/briefs/<int:number>/reply/<int:question>/", board_views.reply, name="reply"),
    path("<int:key>/briefs/<int:number>/side/", board_views.take_side, name="side"),
    path("<int:key>/briefs/<int:number>/approve/", board_views.approve, name="approve"),
]
