"""What a border card tells beside papers and blocks: one sentence per note of the rules."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NOTES: Mapping[str, Promise] = {
    "annex_iiib_entry": _("This entry is green inside the EEA alone."),
    "annex_vii_clock": _(
        "Annex VII is filled in two working days before the start; receipt within two working days, the certificate "
        "within 30 days of the recovery and at most a year after receipt. Both sides keep them for five years."
    ),
    "annex_vii_late": _("Annex VII was filled in too late for the planned start. Move the start."),
    "asbestos_is_disposed_of": _(
        "Material with asbestos is taken out and disposed of. Nothing that holds it is used or sold again."
    ),
    "border_area_agreement": _("The two countries may ease the consent for named flows near the border. Ask for it."),
    "border_region_derogation": _("For border regions the authorities may allow a simpler procedure. Ask them."),
    "category_1_ways": _(
        "Material of category 1 is burned or disposed of; neither it nor category 2 becomes food for pets."
    ),
    "catering_is_plain_waste": _("Kitchen waste is plain waste here, as it is not for feed, biogas or compost."),
    "certificate_late": _("The certificate of the recovery is later than the law gives time for."),
    "check_crossing_hours": _("Look up which customs office the goods pass, and its hours."),
    "collector_or_broker_notifies": _(
        "Whoever collects, brokers or trades waste by trade notifies or is permitted first."
    ),
    "commodity_code_in_diwass": _("The customs heading is named in the shipment document as well."),
    "consent_weeks": _(
        "Plan 10 to 20 weeks for the consent: an estimate of ours. A guarantee and a contract belong to it."
    ),
    "contract_clauses": _(
        "The contract names parties, waste, amount and operation, and who takes it back if it fails."
    ),
    "dangerous_goods": _("Look at the rules for dangerous goods on roads (ADR) too."),
    "disposal_conditions": _(
        "Disposal abroad is consented to only where it cannot be recovered, and near where it arises."
    ),
    "diwass_only": _("Shipment documents are electronic, in DIWASS or a system linked to it."),
    "diwass_or_paper": _(
        "Shipment documents go through DIWASS; Annex VII on paper is said to be taken until the end of 2026."
    ),
    "duty_may_apply": _("Farm goods and food may bear duty: look up the heading."),
    "electronic_entry_until": _(
        "Electronic waste without hazard is green until the end of 2026, then it needs consent."
    ),
    "end_point_after_tanning_or_washing": _(
        "Tanned hides and washed wool are outside the rules for animal by-products."
    ),
    "facility_audit": _("The plant needs an independent audit, no older than two years."),
    "fish_sludge_is_no_manure": _("Sludge of fish farming is no manure in the sense of the law."),
    "import_vat_at_customs": _("Without VAT registration the importer pays VAT at customs."),
    "importer_self_assesses_vat": _("A registered importer accounts for VAT in its own return."),
    "keep_dossier_in_vehicle": _(
        "Keep the evidence in the vehicle: where the two authorities disagree, it counts as waste."
    ),
    "lawful_facility_or_replacement": _(
        "Business waste goes to a lawful plant, or is used so that it replaces something else."
    ),
    "manure_as_fuel": _(
        "Manure is burned only in plants approved for it: as a fuel on the conditions of the rules on animal "
        "by-products, else as waste."
    ),
    "name_next_facility": _("Annex VII names the plant that comes after, too."),
    "name_hazards": _("The papers name the hazardous properties of the waste (HP 1 to HP 15)."),
    "never_feed": _("The law on feed names this among what no animal is fed with, however it has been treated."),
    "no_mixing_take_back": _("It must not be mixed on the way, and is taken back if the plan fails."),
    "no_plant_certificate": _("No plant health certificate is asked for in this direction, as far as we know."),
    "origin_declaration": _("With a declaration of origin, goods of the EEA are free of duty."),
    "outside_shipment_law": _("The regulation on shipments of waste does not apply; other rules below do."),
    "plant_approved_for_biogas": _("The biogas or compost plant needs approval for animal by-products."),
    "plastic_entry_by_content": _("Which entry counts depends on how clean and how pure the plastic is."),
    "pollutants_destroyed": _(
        "Waste with lasting pollutants over the limit goes where they are destroyed or taken out."
    ),
    "preserved_wood_limits": _(
        "Creosote and arsenic in wood close bedding, growing, use indoors and contact with food and feed. If it "
        "was treated with something else, show with what."
    ),
    "pressure_sterilisation_first": _("Category 2 is sterilised under pressure before biogas."),
    "product_law": _("The finished product has a law of its own: building products, food, packaging."),
    "reverse_charge": _("For metal scrap between registered firms the buyer accounts for the VAT."),
    "show_mirror_assessment": _("Keep the evidence that it is not hazardous with the papers."),
    "tell_of_svhc": _("Tell the receiver which substance of very high concern it holds."),
    "treated_as_waste": _("As not everything is shown, it is treated as waste for now."),
    "waste_law_applies_to_mixture": _("Mixed with hazardous waste, it falls under waste law."),
    "waste_law_beside": _("Waste law holds beside the rules for animal by-products."),
}


def note_text(note: str) -> str:
    """Return a note of the rules as a sentence."""
    return str(_NOTES[note])
