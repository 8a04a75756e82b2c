"""The end of the chain there is, signed: from here on a newer one must follow it."""

from typing import Any

from django.core.signing import Signer
from django.db import migrations
from django.utils import timezone


def sign_head(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    last = apps.get_model("core", "AuditSeal").objects.order_by("-last_id").first()
    if last is not None:
        said = Signer(salt="audit_head").sign(f"{last.last_id}:{last.sha256}")
        heartbeats = apps.get_model("core", "Heartbeat").objects
        heartbeats.create(name="audit_head", at=timezone.now(), said=said)


def forget_head(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    apps.get_model("core", "Heartbeat").objects.filter(name="audit_head").delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0006_heartbeat_said")]

    operations = [migrations.RunPython(sign_head, forget_head)]
