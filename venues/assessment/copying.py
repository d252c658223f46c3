"""Store many rows at once by COPY: their values written out here, which takes a fraction of an insert's time."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from uuid import UUID

from django.db import connection, models
from psycopg.sql import SQL, Identifier

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})
_NULL = "\\N"


def copy_in(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Store new rows of one model; those whose key the database numbers are given it.

    Args:
        model: Which; its save() and signals are left out, as by bulk_create.
        rows: Unsaved.

    Raises:
        TypeError: If a value is of a type that is not written out here.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        if isinstance(model._meta.pk, models.AutoField):
            table, column = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, len(rows)]
            )
            for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = number
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields]
        columns = SQL(", ").join(Identifier(str(field.column)) for field in fields)
        query = SQL("COPY {} ({}) FROM STDIN").format(Identifier(model._meta.db_table), columns)
        written = [_column(list(map(attrgetter(name), rows))) for name in names]
        with cursor.copy(query) as copy:
            copy.write("\n".join(map("\t".join, zip(*written, strict=True))))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _column(values: list[object]) -> list[str]:
    """Values of one column in the text format of COPY; asked once what they are, where all are the same."""
    kinds = set(map(type, values)) - {type(None)}
    write = _writer(kinds.pop()) if len(kinds) == 1 else _written
    return [_NULL if value is None else write(value) for value in values]


def _written(value: object) -> str:
    return _writer(type(value))(value)


def _writer(kind: type) -> Callable[..., str]:
    # A choice is a text of a type of its own.
    write = _WRITERS.get(str if issubclass(kind, str) else kind)
    if write is None:
        raise TypeError(f"A {kind.__name__} has no text: say in {__name__} how it is written out.")
    return write


def _list(values: list[object]) -> str:
    """An array: of texts each in quotes, of all else as it stands."""
    kinds = set(map(type, values))
    if kinds <= {float}:
        return "{" + repr(values)[1:-1].replace(" ", "") + "}"
    if kinds <= {UUID, type(None)}:
        return "{" + ",".join(map(_id, values)) + "}"
    written = ['"' + v.translate(_QUOTED) + '"' if type(v) is str else "NULL" if v is None else str(v) for v in values]
    return "{" + ",".join(written).translate(_ESCAPES) + "}"


@lru_cache(maxsize=20_000)
def _id(value: object) -> str:
    # Few places make up many figures: hundreds of thousands of ids, of some thousand kinds.
    return "NULL" if value is None else str(value)


_WRITERS: dict[type, Callable[..., str]] = {
    float: float.__repr__,
    int: str,
    bool: lambda value: "t" if value else "f",
    str: lambda value: value.translate(_ESCAPES),
    UUID: str,
    date: str,
    dict: lambda value: json.dumps(value).translate(_ESCAPES),
    list: _list,
}
