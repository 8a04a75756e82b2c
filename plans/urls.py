"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from plans.views import calendar, exports, feed, panel_today, sending, session, session_acts, session_write

app_name = "plans"

urlpatterns = [
    path("calendar/", calendar.index, name="calendar"),
    path("calendar/today/", panel_today.index, name="panel-today"),
    path("calendar/sessions/new/", session_write.new, name="session-new"),
    path("calendar/sessions/<uuid:uid>/", session.index, name="session"),
    path("calendar/sessions/<uuid:uid>/edit/", session_write.edit, name="session-edit"),
    path("calendar/sessions/<uuid:uid>/acts/", session.acts_page, name="session-acts"),
    path("calendar/sessions/<uuid:uid>/move/", session_acts.move, name="session-move"),
    path("calendar/sessions/<uuid:uid>/copy/", session_acts.copy, name="session-copy"),
    path("calendar/sessions/<uuid:uid>/swap/", session_acts.swap, name="session-swap"),
    path("calendar/sessions/<uuid:uid>/skip/", session_acts.skip, name="session-skip"),
    path("calendar/sessions/<uuid:uid>/unskip/", session_acts.unskip, name="session-unskip"),
    path("calendar/sessions/<uuid:uid>/remove/", session_acts.remove, name="session-remove"),
    path("calendar/sessions/<uuid:uid>/lock/", session_acts.lock, name="session-lock"),
    path("calendar/sessions/<uuid:uid>/comment/", session_acts.comment, name="session-comment"),
    path("calendar/sessions/<uuid:uid>/session.ics", exports.session_ics, name="session-ics"),
    path("calendar/sessions/<uuid:uid>/session.fit", exports.session_fit, name="session-fit"),
    path("calendar/sessions/<uuid:uid>/session.zwo", exports.session_zwo, name="session-zwo"),
    path("calendar/sessions/<uuid:uid>/session.txt", exports.session_text, name="session-text"),
    path("calendar/feed/", feed.index, name="feed"),
    path("calendar/feed/revoke/", feed.revoke, name="feed-revoke"),
    path("calendar/garmin/", sending.week, name="week-send"),
]
