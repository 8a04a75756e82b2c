"""Which site Django's admin is. Apart from the site, since apps are named before models can be imported."""

from django.contrib.admin.apps import AdminConfig


class OperatorAdminConfig(AdminConfig):
    default_site = "config.core.operator_site.OperatorSite"
