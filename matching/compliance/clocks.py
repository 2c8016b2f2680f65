"""Who must do what by when, in working days with the holidays of Sweden and Norway."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from matching.compliance.card import BorderCard
from matching.compliance.facts import Facts
from matching.compliance.rulebook import parameters_of, period_of
from matching.compliance.working_days import add_working_days
from matching.knowledge import Knowledge
from matching.knowledge.law import Paper
from matching.knowledge.law_codes import Regime


class Step(StrEnum):
    """What is due beside the papers."""

    NOTIFY = "notify"  # send the notification: the authorities need weeks
    ANNEX_VII = "annex_vii"
    RECEIPT = "receipt"
    CERTIFICATE = "certificate"
    KEEP_UNTIL = "keep_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """code: a paper or a `Step`. made_by: giver, receiver, arranger, carrier or facility. by: the last day for it.

    from_day: the day on which to begin at best, where weeks are needed and only a range is known.
    """

    code: str
    made_by: str
    by: date
    from_day: date | None = None


def deadlines(card: BorderCard, facts: Facts, *, knowledge: Knowledge, start: date) -> tuple[Deadline, ...]:
    """Return what is due for a shipment that starts on a day, earliest first.

    Before the start the holidays of both countries count, so that no date is too late for either; after it those of the
    country where the load has arrived.
    """
    law = knowledge.law
    parameters = parameters_of(law, period_of(law, start))
    both = tuple({facts.origin_country, facts.dest_country} - {""})
    due = [*_papers(card, papers=law.papers, countries=both, start=start)]
    if card.regime is Regime.WSR_PIC:
        due.append(_notification(parameters, start=start))
    if card.regime is Regime.WSR_ART18 and "P-RECEIPT-CERT" in card.papers:
        due.extend(_afterwards(facts, parameters, start=start))
    return tuple(sorted(due, key=lambda deadline: (deadline.by, deadline.code)))


def _papers(
    card: BorderCard, *, papers: Mapping[str, Paper], countries: tuple[str, ...], start: date
) -> Iterator[Deadline]:
    """Yield the papers with a day of their own; a contract is in force before Annex VII is filled in."""
    annex_vii = add_working_days(start, papers["P-ANNEXVII"].working_days or 0, *countries)
    for code in card.papers:
        paper = papers[code]
        if paper.working_days is None or paper.event == Step.RECEIPT:
            continue
        reference = annex_vii if paper.event == Step.ANNEX_VII else start
        calendars = (paper.country,) if paper.working_days > 0 and paper.country else countries
        yield Deadline(code=code, made_by=paper.made_by, by=add_working_days(reference, paper.working_days, *calendars))


def _notification(parameters: Mapping[str, str], *, start: date) -> Deadline:
    longest, shortest = int(parameters["consent_weeks_to"]), int(parameters["consent_weeks_from"])
    return Deadline(
        code=Step.NOTIFY,
        made_by="arranger",
        by=start - timedelta(weeks=shortest),
        from_day=start - timedelta(weeks=longest),
    )


def _afterwards(facts: Facts, parameters: Mapping[str, str], *, start: date) -> Iterator[Deadline]:
    """Yield receipt, certificate and the years of keeping, counted from the day of receipt, else from the start."""
    received = facts.received_at or start
    receipt = add_working_days(received, int(parameters["receipt_working_days"]), facts.dest_country)
    yield Deadline(code=Step.RECEIPT, made_by="facility", by=receipt)
    latest = received + timedelta(days=int(parameters["certificate_latest_days"]))
    yield Deadline(code=Step.CERTIFICATE, made_by="facility", by=latest)
    yield Deadline(code=Step.KEEP_UNTIL, made_by="arranger", by=_years_later(start, int(parameters["keep_years"])))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
