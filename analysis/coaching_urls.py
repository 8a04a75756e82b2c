"""Pages over all athletes who let somebody read along, below /coaching/."""

from django.urls import path

from analysis.views import roster

app_name = "roster"

urlpatterns = [
    path("", roster.index, name="index"),
    path("queue/", roster.queue, name="queue"),
    path("views/", roster.keep, name="view-keep"),
    path("views/<uuid:uid>/remove/", roster.remove, name="view-remove"),
]
