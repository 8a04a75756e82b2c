"""Invitations, for whoever holds the link of one, and a coach's question to an athlete."""

from django.urls import path

from athletes.views import invitations

app_name = "coaching"

urlpatterns = [
    path("ask/", invitations.ask, name="ask"),
    path("athletes/<uuid:uid>/leave/", invitations.leave, name="leave"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
