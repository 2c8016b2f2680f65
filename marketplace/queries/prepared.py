"""A query whose SQL is made once and asked many times: making it takes longer than reading a page of rows by it."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of a query and its values; no SQL: by what it asks for there can be no rows.

    Whoever keeps one keeps it by everything that its values were worked out from, such as the version of the tables.
    """

    sql: str
    values: tuple[object, ...] = ()

    def rows(self) -> list[tuple[object, ...]]:
        """Return what it finds now, as the driver of the database tells it: no field has converted anything."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            return cursor.fetchall()


def prepared(queryset: QuerySet) -> Prepared:
    """Make the SQL of a queryset that tells values."""
    try:
        sql, values = queryset.query.sql_with_params()
    except EmptyResultSet:
        return Prepared("")
    return Prepared(sql, tuple(values))
