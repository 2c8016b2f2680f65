"""The law as dated tables: rules, parameters, papers, authorities; each row with source and confidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from matching.knowledge.languages import name_in
from matching.knowledge.law_codes import IfUnknown, Regime, Status
from matching.knowledge.law_entries import ListEntries, read_list_entries
from matching.knowledge.law_goods import GoodsRow, read_goods
from matching.knowledge.law_permits import PermitCode, read_permit_codes
from matching.knowledge.tables import Confidence, Row, Tables

NAME_LANGUAGES = ("sv", "nb", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something that holds from the first day to the last, both included; None is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Dated):
    """One row of the rule table. A rule with several outcomes has several rows of one id.

    when: tests that must all hold; each is one or several alternatives, `!` before a name turns it round.
    source: `act place` of `Law.acts`, joined by ";".
    """

    id: str
    when: tuple[tuple[str, ...], ...]
    status: Status
    regime: Regime | None
    papers: tuple[str, ...]
    optional: tuple[str, ...]
    unblock: tuple[str, ...]
    ask: tuple[str, ...]
    notes: tuple[str, ...]
    if_unknown: IfUnknown
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Dated):
    """A threshold, a date or a mode, and from when to when it holds."""

    code: str
    value: str
    unit: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document. made_by: giver, receiver, arranger, carrier, facility; country: where it is asked for, "" for both.

    working_days: how many before (negative) or after `event` at the latest, None where no number is set.
    """

    code: str
    names: Mapping[str, str]
    made_by: str
    event: str
    working_days: int | None
    country: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTerm:
    """An authority, a regime, an act or a way out of a block, by its code. country: "" where it is no one country's."""

    code: str
    names: Mapping[str, str]
    country: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question of a dossier, with the kinds of evidence that answer it. fact: the field that it fills."""

    dossier: str
    code: str
    country: str
    fact: str
    questions: Mapping[str, str]
    evidence: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """All tables of the law. What people change (a parameter, the mode) is laid over it as further dated rows.

    animal_codes: waste code → the kind of animal by-product that it points to.
    """

    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]
    papers: Mapping[str, Paper]
    authorities: Mapping[str, LawTerm]
    unblocks: Mapping[str, LawTerm]
    regimes: Mapping[str, LawTerm]
    hazards: Mapping[str, LawTerm]
    acts: Mapping[str, LawTerm]
    criteria: tuple[Criterion, ...]
    entries: ListEntries
    goods: tuple[GoodsRow, ...]
    animal_codes: Mapping[str, str]
    permit_codes: tuple[PermitCode, ...]
    changes: tuple[date, ...] = field(repr=False)

    def parameters_on(self, day: date) -> Mapping[str, str]:
        """Return the value of every parameter on a day; the row laid on last counts."""
        return {row.code: row.value for row in self.parameters if row.holds_on(day)}

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.holds_on(day))

    def citations(self, rule: str, *, day: date, language: str) -> tuple[str, ...]:
        """Return the provisions that a rule rests on that day: the act's name and the place in it."""
        sources = dict.fromkeys(part for row in self.rules_on(day) if row.id == rule for part in row.source.split(";"))
        parted = (source.partition(" ") for source in sources)
        return tuple(", ".join(filter(None, (term_name(self.acts[act], language), place))) for act, _, place in parted)

    def with_parameters(self, rows: Iterable[Parameter]) -> "Law":
        """Return the law with further parameters laid over it; on a day that both know, the further one counts."""
        parameters = (*self.parameters, *rows)
        return replace(self, parameters=parameters, changes=change_days([*self.rules, *parameters]))


def term_name(term: LawTerm | Paper, language: str) -> str:
    """Return the name of a paper, an authority or a regime; nynorsk falls back to bokmål, all to English."""
    return name_in(term.names, language)


def read_law(tables: Tables) -> Law:
    """Return the law of the tables in `law/`. Raises TableError for a cell that cannot be read."""
    rules = tuple(_rule(row) for row in tables.rows("law/rules"))
    parameters = tuple(_parameter(row) for row in tables.rows("law/parameters"))
    return Law(
        rules=rules,
        parameters=parameters,
        papers=MappingProxyType({row.text("code"): _paper(row) for row in tables.rows("law/papers")}),
        authorities=_terms(tables, "law/authorities"),
        unblocks=_terms(tables, "law/unblocks"),
        regimes=_terms(tables, "law/regimes"),
        hazards=_terms(tables, "law/hazards"),
        acts=_terms(tables, "law/acts"),
        criteria=tuple(_criterion(row) for row in tables.rows("law/criteria")),
        entries=read_list_entries(tables),
        goods=read_goods(tables),
        animal_codes=MappingProxyType(
            {row.text("waste_code"): row.text("abp_kind") for row in tables.rows("law/animal_codes")}
        ),
        permit_codes=read_permit_codes(tables),
        changes=change_days([*rules, *parameters]),
    )


def change_days(rows: Iterable[Dated]) -> tuple[date, ...]:
    """Return the days from which something else holds, earliest first."""
    begun = {row.valid_from for row in rows if row.valid_from}
    ended = {date.fromordinal(row.valid_to.toordinal() + 1) for row in rows if row.valid_to}
    return tuple(sorted(begun | ended))


def _terms(tables: Tables, table: str) -> Mapping[str, LawTerm]:
    return MappingProxyType(
        {
            row.text("code"): LawTerm(
                code=row.text("code"),
                names=MappingProxyType(row.names(NAME_LANGUAGES)),
                country=row.text("country"),
                address=row.text("address"),
            )
            for row in tables.rows(table)
        }
    )


def _rule(row: Row) -> Rule:
    return Rule(
        id=row.text("rule"),
        when=tuple(tuple(test.split("|")) for test in row.text("when").split()),
        status=row.optional("status", Status) or Status.OK,
        regime=row.optional("regime", Regime),
        papers=row.items("papers"),
        optional=row.items("optional"),
        unblock=row.items("unblock"),
        ask=row.items("ask"),
        notes=row.items("notes"),
        if_unknown=row.optional("if_unknown", IfUnknown) or IfUnknown.ASK,
        source=row.text("source"),
        confidence=row.read("confidence", Confidence),
        valid_from=row.optional("valid_from", date.fromisoformat),
        valid_to=row.optional("valid_to", date.fromisoformat),
    )


def _parameter(row: Row) -> Parameter:
    return Parameter(
        code=row.text("code"),
        value=row.text("value"),
        unit=row.text("unit"),
        source=row.text("source"),
        confidence=row.read("confidence", Confidence),
        valid_from=row.optional("valid_from", date.fromisoformat),
        valid_to=row.optional("valid_to", date.fromisoformat),
    )


def _paper(row: Row) -> Paper:
    return Paper(
        code=row.text("code"),
        names=MappingProxyType(row.names(NAME_LANGUAGES)),
        made_by=row.text("made_by"),
        event=row.text("event"),
        working_days=row.integer("working_days"),
        country=row.text("country"),
        source=row.text("source"),
        confidence=row.read("confidence", Confidence),
    )


def _criterion(row: Row) -> Criterion:
    return Criterion(
        dossier=row.text("dossier"),
        code=row.text("code"),
        country=row.text("country"),
        fact=row.text("fact"),
        questions=MappingProxyType(row.names(NAME_LANGUAGES, prefix="question_")),
        evidence=row.items("evidence"),
        source=row.text("source"),
        confidence=row.read("confidence", Confidence),
    )
