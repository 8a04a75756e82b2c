"""What a coach plans for several athletes at once, below /coaching/."""

from django.urls import path

from plans.views import giving

app_name = "giving"

urlpatterns = [path("weeks/", giving.index, name="weeks")]
