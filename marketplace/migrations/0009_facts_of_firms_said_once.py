"""What was said of one listing but is true of its firm counts for all: the newest answer of each moves to the firm."""

from django.db import migrations

# As wording.law_questions had it then: questions about a firm, and what their answers are kept under.
_OF_FIRMS = {
    "abp_supplier": "abp_registered",
    "abp_receiver": "abp_registered",
    "feed_reg_supplier": "feed_registered",
    "feed_reg_receiver": "feed_registered",
    "vat_registered": "vat_registered",
    "annual_t": "annual_t",
    "mpf_code": "mpf_code",
}


def move_to_firms(apps, schema_editor):
    """Give each firm its newest answer, let others that say the same go, and keep those that say otherwise."""
    LegalFact = apps.get_model("marketplace", "LegalFact")
    newest = {}
    facts = LegalFact.objects.filter(code__in=_OF_FIRMS, replaced_at=None, listing__isnull=False)
    for fact in facts.select_related("listing").order_by("-said_at", "-pk"):
        key = (fact.listing.firm_id, _OF_FIRMS[fact.code])
        if key not in newest:
            newest[key] = fact
            fact.firm_id, fact.code = key
            fact.listing_id = None
            fact.save(update_fields=["firm_id", "listing_id", "code"])
        elif newest[key].value == fact.value:
            fact.replaced_at = newest[key].said_at
            fact.save(update_fields=["replaced_at"])


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0008_legal_facts_of_firms")]

    operations = [migrations.RunPython(move_to_firms, migrations.RunPython.noop)]
