"""Words put into the other language, term by term."""

from matching.evaluation.translating import Translator
from matching.words import text_model
from tests.matching.made import KNOWLEDGE, need, offer

TRANSLATOR = Translator(KNOWLEDGE)


def named(listing):
    return set(text_model(KNOWLEDGE).mentions(listing))


def test_listing_says_the_same_thing_in_the_other_language():
    swedish = offer(title="Färskt sågspån från Krokom", description="Även kutterspån", language="sv")

    norwegian = TRANSLATOR.listing(swedish)

    assert norwegian.language == "nb"
    assert norwegian.title != swedish.title
    assert "krokom" in norwegian.title
    assert named(swedish) <= named(norwegian)
    assert TRANSLATOR.listing(need(title="Sagflis", language="nb")).title == "spån"


def test_listing_in_another_language_stays_as_it_is():
    english = offer(title="Sawdust", language="en")

    assert TRANSLATOR.listing(english) == english
