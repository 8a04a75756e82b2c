from django.urls import path

from notifications.channels.email import views

urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("events/", views.events, name="events"),
]
