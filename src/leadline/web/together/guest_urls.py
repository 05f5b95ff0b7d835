from django.urls import path

from leadline.web.together import guest_views

app_name = "guest"
urlpatterns = [
    path("", guest_views.home, name="home"),
    path("in/<str:token>/", guest_views.enter, name="door"),
    path("in/<str:token>/take-back/", guest_views.take_back_by_link, name="take_back_by_link"),
    path("consent/", guest_views.consent, name="consent"),
    path("say/", guest_views.say, name="say"),
    path("vote/", guest_views.vote, name="vote"),
    path("rank/", guest_views.rank, name="rank"),
    path("sign/", guest_views.sign, name="sign"),
    path("mine/", guest_views.mine, name="mine"),
    path("mine/everything.json", guest_views.mine_file, name="mine_file"),
    path("mine/take-back/", guest_views.take_back, name="take_back"),
    path("leave/", guest_views.leave, name="leave"),
]
