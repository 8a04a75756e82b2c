"""The look of the two admins: our colours and icon, and whose admin it is."""

from typing import Any

from django.templatetags.static import static

BLUES = {
    "50": "#f3f7fd",
    "100": "#e8effa",
    "200": "#cfdff5",
    "300": "#a5c8ff",
    "400": "#7fb0ff",
    "500": "#4c86dd",
    "600": "#1f5fbf",
    "700": "#184c9b",
    "800": "#173f7d",
    "900": "#16345f",
    "950": "#0c1a30",
}
"""Around the accent of static/css/tokens.css, in the steps that Unfold names."""

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Formline",
    "SITE_HEADER": "Formline operators",
    "SITE_SYMBOL": "monitoring",
    # Asked with each page: while settings are read no static file has its address yet.
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icons/icon.svg")}  # noqa: ARG005
    ],
    "COLORS": {"primary": BLUES},
}
UNFOLD_COACHES = UNFOLD | {"SITE_HEADER": "Formline coaches"}
