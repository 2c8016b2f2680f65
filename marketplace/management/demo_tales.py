"""What the demo tells of symbioses that have been on their way for weeks: all of it is made up."""

from dataclasses import dataclass

from marketplace.models import Symbiosis

Stage = Symbiosis.Stage


@dataclass(frozen=True, slots=True)
class Step:
    """What the coordinator did, so many days ago. what: one of `demo_symbioses`' acts. due_in: days from today."""

    days_ago: float
    what: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One symbiosis: which listings, who says yes, and what happened since."""

    offer: str
    need: str
    giver: str
    receiver: str
    opened: int  # days ago
    has_met: bool = True  # whether both have said yes, two days later
    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return f"{self.offer} → {self.need}"


def _move(days_ago: float, *stages: str) -> tuple[Step, ...]:
    """Return one move per stage, a day apart."""
    return tuple(Step(days_ago - place, "move", {"stage": stage}) for place, stage in enumerate(stages))


def _plan(days_ago: float, *, due_in: int | None = None, **facts: object) -> Step:
    return Step(days_ago, "plan", {"due_in": due_in, **facts})


def _talk(days_ago: float, way: str, said: str, *, with_whom: str) -> Step:
    return Step(days_ago, "contact", {"way": way, "said": said, "with_whom": with_whom})


TALES = (
    Tale(
        offer="demo-offer-045",
        need="demo-need-022",
        giver="Tove Tygholm",
        receiver="Vera Väv",
        opened=66,
        steps=(
            _talk(
                60, "meeting", "Båda ser att spillet räcker till två kollektioner om året.", with_whom="Tove och Vera"
            ),
            *_move(58, Stage.NEGOTIATION),
            _plan(50, goal="Tvåhundra kilo tyg i kvartalet, sorterat efter färg", next_step="Skriv avtal"),
            *_move(40, Stage.IMPLEMENTATION),
            Step(20, "note", {"text": "Första leveransen hämtad med egen bil. Båda vill fortsätta."}),
            *_move(6, Stage.COMPLETED),
        ),
    ),
    Tale(
        offer="demo-offer-059",
        need="demo-need-055",
        giver="Signe Sagmo",
        receiver="Kåre Kylling",
        opened=52,
        steps=(
            *_move(45, Stage.NEGOTIATION),
            _talk(38, "visit", "Flisen er tørr nok. Støvprøven kommer neste uke.", with_whom="Signe Sagmo"),
            *_move(30, Stage.IMPLEMENTATION),
            _plan(
                4,
                due_in=3,
                goal="Seks tonn tørr kutterflis i måneden",
                progress="To av tre prøveleveranser er mottatt.",
                next_step="Ring etter tredje prøveleveranse",
                is_step_shared=True,
            ),
        ),
    ),
    Tale(
        offer="demo-offer-018",
        need="demo-need-027",
        giver="Henning Hud",
        receiver="Gerda Garv",
        opened=44,
        steps=(
            Step(36, "barrier", {"code": "price", "note": "Saltningen kostar mer än vad garveriet räknat med."}),
            _talk(30, "call", "Kan dela på kostnaden om hudarna viks efter lista.", with_whom="Gerda Garv"),
            Step(24, "barrier removed", {"code": "price"}),
            *_move(22, Stage.NEGOTIATION),
            _plan(5, due_in=9, goal="Sextio hudar i månaden", next_step="Gå igenom utkastet till avtal"),
        ),
    ),
    Tale(
        offer="demo-offer-109",
        need="demo-need-112",
        giver="Gro Garn",
        receiver="Ulla Ull",
        opened=35,
        steps=(
            _talk(28, "mail", "Vill ha prov på vit och grå ull före jul.", with_whom="Ulla Ull"),
            *_move(20, Stage.NEGOTIATION),
            Step(
                12,
                "barrier",
                {"code": "border", "note": "Osäkert om resterna är avfall i Sverige.", "remover": "Naturvårdsverket"},
            ),
            Step(11, "person", {"name": "Tulla Gränsdal", "role": "svarar om tull vid Storlien"}),
            _plan(3, due_in=1, progress="Prov är skickade.", next_step="Ring Naturvårdsverket om status"),
        ),
    ),
    Tale(
        offer="demo-offer-013",
        need="demo-need-113",
        giver="Stina Stjärna",
        receiver="Linus Linné",
        opened=25,
        steps=(
            _talk(18, "call", "Kan ta emot två gånger i veckan, inte oftare.", with_whom="Linus Linné"),
            _plan(14, due_in=-4, goal="All jäst till foder, ingen till avloppet", next_step="Boka besök på gården"),
        ),
    ),
    Tale(
        offer="demo-offer-066",
        need="demo-need-050",
        giver="Humle Tind",
        receiver="Mons Melk",
        opened=58,
        steps=(_talk(43, "call", "Skulle tenke på prisen og ringe tilbake.", with_whom="Mons Melk"),),
    ),
    Tale(
        offer="demo-offer-008",
        need="demo-need-064",
        giver="Göte Gädd",
        receiver="Liv Lie",
        opened=40,
        steps=(
            _talk(34, "meeting", "Överens om pris och fukthalt.", with_whom="Göte och Liv"),
            Step(
                15,
                "hold",
                {
                    "barrier": "transport",
                    "note": "Ingen returlast på vintern, och frakten äter upp priset.",
                    "remover": "Ett åkeri med tom last mot Trøndelag",
                },
            ),
            _plan(15, due_in=60, next_step="Fråga åkerierna när vägen öppnar"),
        ),
    ),
    Tale(
        offer="demo-offer-075",
        need="demo-need-063",
        giver="Otto Oter",
        receiver="Frida Fôr",
        opened=33,
        steps=(
            _talk(27, "mail", "Analysen viser for høyt fettinnhold for ingrediensen.", with_whom="Frida Fôr"),
            Step(21, "fail", {"barrier": "quality", "note": "For mye fett til ingrediensen"}),
        ),
    ),
    Tale(
        offer="demo-offer-024",
        need="demo-need-039",
        giver="Snorre Spov",
        receiver="Lisa Lya",
        opened=9,
        has_met=False,
    ),
)
