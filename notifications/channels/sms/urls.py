from django.urls import path

from notifications.channels.sms import views

urlpatterns = [
    path("", views.connect, name="connect"),
    path("<uuid:uid>/code/", views.verify, name="verify"),
    path("status/", views.status, name="status"),
    path("answer/", views.answer, name="answer"),
]
