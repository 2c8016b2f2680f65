"""What an amount as typed comes to."""

from django.core.exceptions import ValidationError

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.facts import fact_sentence
from matching.amounts import normalise
from matching.errors import DensityMissingError, FactError, WeightEachMissingError
from matching.records import Resource


def normalise_amount(listing: Listing) -> None:
    """Set quantity and monthly shares from the amount as typed. Raise ValidationError for nonsense."""
    listing.quantity, listing.month_shares = None, []
    if listing.amount is None or not listing.unit:
        return
    material = current_knowledge().materials.get(listing.material)
    try:
        quantity = normalise(
            float(listing.amount),
            listing.unit,
            listing.rhythm,
            tuple(listing.months),
            resource=Resource(listing.resource),
            density_kg_m3=getattr(material, "density_kg_m3", None),
            kg_each=listing.kg_of_one(usual=getattr(material, "kg_each", None)),
        )
    except (DensityMissingError, WeightEachMissingError):
        return  # known as typed, not comparable yet: the matcher names the fact to ask for
    except FactError as error:
        raise ValidationError({error.values.get("field", "amount"): fact_sentence(error)}) from error
    listing.quantity, listing.month_shares = quantity.total, list(quantity.month_shares or ())
