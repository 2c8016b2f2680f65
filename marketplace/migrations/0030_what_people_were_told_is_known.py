"""Who has been told of which listing until now stands in finds, and in notices also of searches that are gone."""

from django.db import migrations

_BATCH = 1000


def _told(apps):
    """Yield person, listing and when, of all that anybody was told of."""
    finds = apps.get_model("marketplace", "Find").objects.exclude(told_at=None).filter(search__owner__is_active=True)
    yield from finds.values_list("search__owner", "listing", "told_at").iterator()
    notices = apps.get_model("marketplace", "Notice").objects.filter(code="search_found", user__is_active=True)
    for person, values, written_at in notices.values_list("user", "values", "written_at").iterator():
        for listing in values.get("listings", ()):
            yield person, listing, written_at


def note_what_was_told(apps, schema_editor):
    """Note for each person what they were told of first when, and mark what other searches of theirs keep for later."""
    ToldListing = apps.get_model("marketplace", "ToldListing")
    there = set(apps.get_model("marketplace", "Listing").objects.values_list("pk", flat=True))
    first = {}
    for person, listing, at in _told(apps):
        if listing in there:
            first[person, listing] = min(at, first.get((person, listing), at))
    rows = [ToldListing(person_id=person, listing_id=listing, told_at=at) for (person, listing), at in first.items()]
    ToldListing.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    for find in list(apps.get_model("marketplace", "Find").objects.filter(told_at=None).select_related("search")):
        if at := first.get((find.search.owner_id, find.listing_id)):
            find.told_at = at
            find.save(update_fields=["told_at"])
    # From now on this is kept with the person alone, so that it goes with their account.
    apps.get_model("marketplace", "Event").objects.filter(kind="search.found").update(changes={})


class Migration(migrations.Migration):

    dependencies = [
        ("marketplace", "0029_people_are_told_of_a_listing_once"),
    ]

    operations = [
        migrations.RunPython(note_what_was_told, migrations.RunPython.noop, elidable=True),
    ]
