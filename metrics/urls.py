"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from metrics.views import activities, activity, fitness, imports, refresh, starting

app_name = "metrics"

urlpatterns = [
    path("activities/", activities.index, name="activities"),
    path("activities/<uuid:uid>/", activity.detail, name="activity"),
    path("activities/<uuid:uid>/edit/", activity.edit, name="activity-edit"),
    path("activities/<uuid:uid>/delete/", activity.delete, name="activity-delete"),
    path("activities/<uuid:uid>/deleted/", activity.deleted, name="activity-deleted"),
    path("activities/<uuid:uid>/restore/", activity.restore, name="activity-restore"),
    path("activities/<uuid:uid>/unmerge/", activity.unmerge, name="activity-unmerge"),
    path("activities/<uuid:uid>/streams.json", activity.streams, name="activity-streams"),
    path("fitness/", fitness.index, name="fitness"),
    path("fitness/panel/", fitness.panel, name="panel-fitness"),
    path("load.json", fitness.load_json, name="load-json"),
    path("import/", imports.index, name="imports"),
    path("import/<uuid:uid>/", imports.batch, name="import-batch"),
    path("starting-values/", starting.index, name="starting-values"),
    path("refresh/", refresh.refresh, name="refresh"),
]
