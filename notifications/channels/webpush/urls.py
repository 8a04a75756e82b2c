from django.urls import path

from notifications.channels.webpush import views

urlpatterns = [
    path("", views.connect, name="connect"),
    path("start/", views.start, name="start"),
    path("stop/", views.stop, name="stop"),
]
