"""What a row may refer to: keys that were loaded before, and codes that are in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import RowRefused, Source
from venues.importing.reading.row import Row
from venues.importing.reading.surroundings import Surroundings, surroundings
from venues.models import Activity, DemandGroup, Organisation, Sector, Venue, VenueType

SOURCE = "register"
"""The name under which the keys of these tables are kept."""


@dataclass(frozen=True)
class Known:
    """The keys and codes of one municipality."""

    source: Source
    keys: Mapping[str, Mapping[str, Any]]
    """By column: key in the file to primary key."""
    codes: Mapping[str, list[str]]
    """By column: the codes in use."""
    around: Surroundings | None

    def key(self, row: Row, column: str) -> Any:
        """The primary key that a cell refers to; None where the cell is empty.

        Raises:
            RowRefused: If nothing with that key is loaded.
        """
        if not (text := row.text(column)):
            return None
        if text not in self.keys[column]:
            raise RowRefused(
                _("nothing with this key is loaded."),
                _("Correct the key, or add it to the table of %(table)s and load that first.")
                % {"table": {"venue": "venues", "activity": "activities"}.get(column, "organisations")},
                column,
                text,
                row.line,
            )
        return self.keys[column][text]

    def code(self, row: Row, column: str) -> str | None:
        """A code in use; None where the cell is empty.

        Raises:
            RowRefused: If the code is not in use; it lists those that are.
        """
        text = row.text(column)
        if text and text not in self.codes[column]:
            raise RowRefused(
                _("this code is not in use here."),
                _("Write one of: %(codes)s.") % {"codes": ", ".join(self.codes[column])},
                column,
                text,
                row.line,
            )
        return text or None


def what_is_known(source: Source, *, with_places: bool) -> Known:
    """Look up the keys and codes that a table may refer to.

    Args:
        source: Of the municipality whose register it is.
        with_places: Whether its rows carry coordinates, so that the boundary must be loaded.

    Raises:
        FileRefused: If the boundary is needed and not loaded.
    """
    models = {"venue": Venue, "activity": Activity, "organisation": Organisation}
    keys = {
        column: dict(
            model._base_manager.filter(municipality=source.municipality, source=SOURCE).values_list("source_key", "pk")
        )
        for column, model in models.items()
    }
    codes = {
        column: list(model._default_manager.values_list("code", flat=True))
        for column, model in {"type": VenueType, "sector": Sector, "group": DemandGroup}.items()
    }
    return Known(source, keys, codes, surroundings(source) if with_places else None)
