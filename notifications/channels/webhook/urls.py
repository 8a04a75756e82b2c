from django.urls import path

from notifications.channels.webhook import views

urlpatterns = [
    path("", views.connect, name="connect"),
    path("<uuid:uid>/test/", views.prove, name="prove"),
    path("<uuid:uid>/events/", views.events, name="events"),
]
