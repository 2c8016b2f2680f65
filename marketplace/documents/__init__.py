"""Files that people keep: PDF, calendars, tables."""
