"""Blocking by name, whoever is here."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.blocks import block_firm, unblock_firm
from marketplace.actions.firms import change_firm
from marketplace.models import Event, FirmBlock
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def test_block_firm_finds_every_firm_of_the_name():
    firm = make_firm()
    others = [make_firm(name="Östra Bark AB"), make_firm(name="östra bark ab")]

    block_firm(firm, name=" ÖSTRA  Bark AB ", by=make_member(firm), now=NOON)

    assert [block.blocked for block in firm.blocks.order_by("blocked")] == others
    assert Event.objects.get().changes == {"blocked": ["", "ÖSTRA Bark AB"]}


def test_block_firm_keeps_a_name_that_nobody_has_until_somebody_has_it():
    firm, other = make_firm(), make_firm(name="Something else")
    block_firm(firm, name="Östra Bark", by=make_member(firm), now=NOON)
    assert firm.blocks.get().blocked is None

    change_firm(other, facts={"name": "Östra bark"}, by=make_member(other), now=NOON)

    assert firm.blocks.get().blocked == other


def test_a_second_firm_of_a_blocked_name_is_blocked_as_well():
    firm, first, second = make_firm(), make_firm(name="Bark"), make_firm(name="Something else")
    block_firm(firm, name="Bark", by=make_member(firm), now=NOON)

    change_firm(second, facts={"name": "BARK"}, by=make_member(second), now=NOON)

    assert {block.blocked for block in firm.blocks.all()} == {first, second}


def test_block_firm_twice_blocks_once():
    firm, _other = make_firm(), make_firm(name="Bark")
    owner = make_member(firm)
    for name in ("Bark", "bark", "Nobody", "nobody"):
        block_firm(firm, name=name, by=owner, now=NOON)

    assert firm.blocks.count() == 2
    assert Event.objects.count() == 2


@pytest.mark.parametrize(("name", "sentence"), [("  ", "Type the name"), ("own firm", "your own firm")])
def test_block_firm_refuses_no_name_and_its_own(name, sentence):
    firm = make_firm(name="Own Firm")

    with pytest.raises(ValidationError, match=sentence):
        block_firm(firm, name=name, by=make_member(firm), now=NOON)


def test_unblock_firm_takes_the_name_away():
    firm, _other = make_firm(), make_firm(name="Bark")
    owner = make_member(firm)
    block_firm(firm, name="Bark", by=owner, now=NOON)

    for _time in range(2):
        unblock_firm(firm, name="bark", by=owner, now=NOON)

    assert not FirmBlock.objects.exists()
    assert [event.kind for event in Event.objects.order_by("pk")] == ["firm.blocked", "firm.unblocked"]


def test_block_actions_refuse_everybody_else():
    firm = make_site().firm
    outsiders = [make_user(), make_member(), make_coordinator(("NO-5001",)), make_member(firm, role="member")]

    for person in outsiders:
        with pytest.raises(PermissionDenied):
            block_firm(firm, name="Bark", by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            unblock_firm(firm, name="Bark", by=person, now=NOON)
