from django.db import migrations, models
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

WRITES = Contains(Cast("scopes", models.TextField()), '"write"')
READS = {
    "condition": ~models.Q(role="follower") | ~models.Q(WRITES),
    "violation_error_message": "A follower only ever reads.",
}


class Migration(migrations.Migration):
    dependencies = [("athletes", "0011_followers_read")]

    operations = [
        migrations.AddConstraint(model, models.CheckConstraint(name=f"coach_{name}_follower_reads", **READS))
        for model, name in (("coachlink", "link"), ("coachinvitation", "invitation"))
    ]
