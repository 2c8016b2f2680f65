"""What a text denies."""

import pytest

from matching.words.denials import denials
from matching.words.folding import words


def denied(text):
    return {word for word, is_denied in zip(words(text), denials(text), strict=True) if is_denied}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Inget avloppsslam", {"inget", "avloppsslam"}),
        ("Trä, ej målat eller limmat", {"ej", "målat", "eller", "limmat"}),
        ("Flis uten lim, maling og impregnering", {"uten", "lim", "maling", "og", "impregnering"}),
        ("Slam från avlopp tas ej emot", {"slam", "från", "avlopp", "tas", "ej", "emot"}),
        ("Kloakkslam mottas ikke", {"kloakkslam", "mottas", "ikke"}),
        ("Fri från asbest", {"från", "asbest"}),
        ("PCB-fri betong", {"pcb"}),
        ("Prøvetatt for PCB, krom og olje", {"for", "pcb", "krom", "og", "olje"}),
        ("Kompost, dock ej slam", {"ej", "slam"}),
        ("Kompost: slam tar vi inte", {"slam", "tar", "vi", "inte"}),
        ("Till hästarna vill vi inte ha damm", {"inte", "ha", "damm"}),
        ("Slam kan inte tas emot", {"slam", "kan", "inte", "tas", "emot"}),
        ("Grisgården kan inte hämta", {"inte", "hämta"}),
        ("Slam undanbedes", {"slam", "undanbedes"}),
        ("Nei til maling", {"nei", "til", "maling"}),
    ],
)
def test_denials_hold_over_their_part_of_the_sentence_and_its_lists(text, told):
    assert denied(text) == told


@pytest.mark.parametrize(
    "text", ["Ikke bare impregnert trevirke", "Målat går bra", "Avloppsslam välkommet", "Tas emot i kärl"]
)
def test_denials_are_none_where_nothing_is_denied(text):
    assert denied(text) == set()


def test_denials_end_with_the_sentence_at_a_but_and_before_a_part_that_is_no_list():
    assert "impregnert" not in denied("Ikke gips. Impregnert tre mottas")
    assert "målat" not in denied("Inget impregnerat men målat går bra")
    assert "målat" not in denied("Inga krav på torrhet, målat och impregnerat trä går bra")
