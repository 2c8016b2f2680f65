from django.db import migrations


def say_that_none_were_kept(apps, schema_editor):
    """Give reports that were closed before reasons were asked a sentence in their place."""
    closed = apps.get_model("marketplace", "Report").objects.exclude(state="open")
    closed.filter(decision_note="").update(decision_note="Closed before reasons were kept.")


class Migration(migrations.Migration):

    dependencies = [
        ("marketplace", "0005_reports_from_strangers_with_reasons"),
    ]

    operations = [
        migrations.RunPython(say_that_none_were_kept, migrations.RunPython.noop, elidable=True),
    ]
