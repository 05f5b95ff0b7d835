from django.urls import path

from leadline.web.programs import champion_views, desk_views, views

app_name = "programs"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", desk_views.desk, name="desk"),
    path("desk/mark/", desk_views.mark, name="mark"),
    path("desk/account/", desk_views.account, name="account"),
    path("desk/looks/", desk_views.account_looks, name="account-looks"),
    path("desk/take-back/<int:mark>/", desk_views.take_back, name="take-back"),
    path("champions/", champion_views.champions, name="champions"),
    path("champions/sheet/", champion_views.hand_out, name="sheet"),
    path("champions/sheet/take/", champion_views.take_in, name="take-sheet"),
    path("champions/join/", champion_views.join, name="join"),
    path("champions/mine/", champion_views.mine, name="mine"),
    path("champions/mine/file/", champion_views.my_file, name="my-file"),
    path("champions/mine/leave/", champion_views.leave, name="leave"),
    path("<str:program>/", views.program, name="program"),
]
