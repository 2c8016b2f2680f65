from django.db import migrations
from django.db.models import F, Q


def take_what_is_known(apps, schema_editor):
    """Say of symbioses that are there already since when they are at their stage: since their firms met or they opened."""
    symbioses = apps.get_model("marketplace", "Symbiosis").objects
    symbioses.filter(introduced_at=None).update(stage_since=F("opened_at"), active_at=F("opened_at"))
    symbioses.exclude(introduced_at=None).update(stage_since=F("introduced_at"), active_at=F("introduced_at"))
    barriers = apps.get_model("marketplace", "Barrier").objects
    for stopped in symbioses.exclude(barrier="").iterator():
        facts = {"noted_at": stopped.stage_since, "note": stopped.barrier_note}
        barriers.get_or_create(symbiosis=stopped, code=stopped.barrier, state="open", defaults=facts)


class Migration(migrations.Migration):

    dependencies = [
        ("marketplace", "0016_symbioses_on_their_way"),
    ]

    operations = [
        migrations.RunPython(take_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
