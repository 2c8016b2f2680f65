import pytest
from django.utils import translation

from marketplace.wording.places import municipality_text


@pytest.mark.parametrize(
    ("name", "text"),
    [("Krokom", "Krokoms kommun"), ("Åre", "Åre kommun"), ("Røros", "Røros kommun"), ("Verdal", "Verdals kommun")],
)
def test_municipality_text_takes_the_swedish_genitive(name, text):
    with translation.override("sv"):
        assert municipality_text(name) == text


def test_municipality_text_leaves_the_name_alone_elsewhere():
    assert municipality_text("Krokom") == "Krokom municipality"
