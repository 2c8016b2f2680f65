"""The knowledge tables as this process reads them: what ships, with what has been approved laid over it."""

import logging

from matching.knowledge import Amendment, Knowledge, TableError, forget_kept, load_knowledge

log = logging.getLogger(__name__)
_amendments: tuple[Amendment, ...] = ()


def current_tables() -> Knowledge:
    """Return the tables with the amendments that were last taken in."""
    return load_knowledge(amendments=_amendments)


def current_amendments() -> tuple[Amendment, ...]:
    return _amendments


def take_in(amendments: tuple[Amendment, ...]) -> None:
    """Read with these amendments from now on; where the tables cannot be read so, as they ship."""
    global _amendments
    if amendments == _amendments:
        return
    try:
        load_knowledge(amendments=amendments)
    except (TableError, KeyError) as error:
        log.error("Corrections left out, for the tables cannot be read with them: %s", error)
        amendments = ()
    _amendments = amendments
    forget_kept()
