"""Next steps as an iCalendar file (RFC 5545), which every calendar program reads."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from marketplace.queries.calendars import CalendarStep

_REFRESH = timedelta(hours=1)


def next_steps_calendar(steps: Iterable[CalendarStep], *, base_url: str) -> bytes:
    """Return a calendar with one whole day per next step, in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", "-//Materialtorget//Next steps//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Materialtorget: next steps"))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    host = urlsplit(base_url).hostname
    for step in steps:
        calendar.add_component(_event(step, base_url=base_url, host=host or ""))
    return calendar.to_ical()


def _event(step: CalendarStep, *, base_url: str, host: str) -> Event:
    event = Event()
    # One per symbiosis: a step that moves to another day moves in the calendar too.
    event.add("uid", f"symbiosis-{step.pk}@{host}")
    event.add("dtstamp", step.changed_at)
    event.add("last-modified", step.changed_at)
    event.add("dtstart", step.day)
    event.add("dtend", step.day + timedelta(days=1))
    event.add("summary", step.step)
    event.add("description", f"{step.about}\n{step.stage_label}\n{base_url}{step.path}")
    event.add("url", f"{base_url}{step.path}")
    event.add("transp", "TRANSPARENT")  # the day stays free for others
    return event
