"""One line of words read: what it may say of a listing, as proposals to choose from."""

from collections.abc import Iterable
from dataclasses import asdict

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.cards import NamedOut
from api.reading import OnlyReads, answers_with_etag
from marketplace.forms.listings import firm_choices
from marketplace.forms.picks import Picks, code_picks, material_picks, use_picks
from marketplace.models import Listing
from marketplace.queries.proposals import ProposedPlace, Understanding
from marketplace.queries.understanding import LONGEST_LINE, understand_line
from marketplace.wording.numbers import language


class LineIn(serializers.Serializer):
    """What to read, and for whom."""

    text = serializers.CharField(max_length=LONGEST_LINE)
    side = serializers.ChoiceField(choices=Listing.Side.choices, default=Listing.Side.OFFER)
    language = serializers.ChoiceField(
        choices=["sv", "nb", "nn", "en"], required=False, help_text="Of the text; without it, the reader's."
    )
    firm = serializers.IntegerField(required=False, help_text="One of yours; without it, the first.")


class ProposalOut(NamedOut):
    """A material or use that the words may mean."""

    words = serializers.ListField(child=serializers.CharField(), help_text="Those that led there.")


class ProposedCodeOut(ProposalOut):
    """A waste code that may be right."""

    hazardous = serializers.BooleanField()
    question = serializers.CharField(allow_null=True, help_text="What decides whether it is right.")


class ProposedAmountOut(serializers.Serializer):
    """One way to read an amount; a range is read as its ends and its middle."""

    amount = serializers.FloatField()
    unit = serializers.CharField()
    rhythm = serializers.CharField(allow_null=True, help_text="once, day, week, month or year.")
    words = serializers.ListField(child=serializers.CharField())


class ProposedMonthsOut(serializers.Serializer):
    """The months that are named."""

    months = serializers.ListField(child=serializers.IntegerField())
    words = serializers.ListField(child=serializers.CharField())


class ProposedPriceOut(serializers.Serializer):
    """What the receiver pays per unit of the amount; below zero the giver pays."""

    price = serializers.FloatField()
    currency = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    words = serializers.ListField(child=serializers.CharField())


class ProposedQualityOut(serializers.Serializer):
    """A figure for one property, in its unit; null where it is open at that end."""

    code = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    words = serializers.ListField(child=serializers.CharField())


class ProposedPlaceOut(serializers.Serializer):
    """A place that was named: all of that name, and the firm's sites there."""

    word = serializers.CharField()
    places = NamedOut(many=True)
    sites = serializers.ListField(child=serializers.IntegerField())


class UnderstandingOut(serializers.Serializer):
    """What a line may say. `sure_material` and `sure_use` are the ones to tick; null where the words leave a doubt."""

    language = serializers.CharField()
    thing = serializers.CharField(help_text="What is left of the line beside amount, rhythm, months, price and place.")
    materials = ProposalOut(many=True)
    sure_material = serializers.CharField(allow_null=True)
    uses = ProposalOut(many=True)
    sure_use = serializers.CharField(allow_null=True)
    amounts = ProposedAmountOut(many=True)
    months = ProposedMonthsOut(allow_null=True)
    price = ProposedPriceOut(allow_null=True)
    qualities = ProposedQualityOut(many=True)
    places = ProposedPlaceOut(many=True)
    waste_codes = ProposedCodeOut(many=True)


@answers_with_etag
class UnderstandingView(OnlyReads):
    """Reads one line for a firm of the caller's. Nothing of it is kept."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[LineIn], responses=UnderstandingOut)
    def get(self, request: Request) -> Response:
        """Read a line such as “30 m³ sågspån i veckan, Bräcke” for a new listing."""
        asked = LineIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        line = asked.validated_data
        firms = firm_choices(request.user)
        firm = next((each for each in firms if line.get("firm") in (None, each.pk)), None)
        if firm is None:
            raise Http404
        reader = line.get("language") or language()
        understood = understand_line(
            line["text"], side=line["side"], firm=firm, language=reader, on=timezone.localdate()
        )
        return Response(UnderstandingOut(_row(understood)).data)


def _row(understood: Understanding) -> dict[str, object]:
    months, price = understood.months, understood.price
    return {
        "language": understood.language,
        "thing": understood.thing,
        "materials": _proposals(material_picks(understood)),
        "sure_material": understood.sure_material or None,
        "uses": _proposals(use_picks(understood)),
        "sure_use": understood.sure_use or None,
        "amounts": [
            {"amount": each.amount, "unit": each.unit, "rhythm": each.rhythm or None, "words": each.words}
            for each in understood.amounts
        ],
        "months": months and {"months": months.months, "words": months.words},
        "price": price
        and {"price": price.price, "currency": price.currency, "unit": price.unit or None, "words": price.words},
        "qualities": [asdict(each) for each in understood.qualities],
        "places": _places(understood.places),
        "waste_codes": _proposals(code_picks(understood)),
    }


def _proposals(picks: Picks) -> list[dict[str, object]]:
    return [
        {
            "code": code,
            "name": pick.name,
            "words": pick.words,
            "hazardous": pick.hazardous,
            "question": pick.question or None,
        }
        for code, pick in picks
    ]


def _places(named: Iterable[ProposedPlace]) -> list[dict[str, object]]:
    return [
        {
            "word": each.word,
            "places": [{"code": place.code, "name": place.label} for place in each.places],
            "sites": [site.pk for site in each.sites],
        }
        for each in named
    ]
