"""Where the services are, and what their tables are called. Facts of others that change once a year."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from venues.importing.fetch.web import FetchFailed

CBS_TABLES = {2022: "85318NED", 2023: "85618NED", 2024: "85984NED", 2025: "86165NED"}
"""“Kerncijfers wijken en buurten”, by year."""

RIVM_TABLE = "50120NED"
"""“Gezondheid per wijk en buurt”: modelled percentages of 2012, 2016, 2020 and 2022."""

HEALTH_YEAR = 2022
"""The latest year in that table with neighbourhoods; it has the codes of 2022."""


@dataclass(frozen=True)
class Services:
    """Base addresses, without a slash at the end."""

    pdok_features: str = "https://api.pdok.nl/cbs"
    pdok_wfs: str = "https://service.pdok.nl/cbs"
    cbs_odata: str = "https://opendata.cbs.nl/ODataApi/odata"
    rivm_odata: str = "https://dataderden.cbs.nl/ODataApi/odata"
    overpass: str = "https://overpass-api.de/api/interpreter"

    @classmethod
    def configured(cls) -> "Services":
        """The public addresses, except those that the setting OPEN_DATA_SERVICES replaces."""
        return cls(**getattr(settings, "OPEN_DATA_SERVICES", {}))


def cbs_table(year: int) -> str:
    """The table with the key figures of a year.

    Raises:
        FetchFailed: If none is known here.
    """
    if year not in CBS_TABLES:
        raise FetchFailed(
            _("no CBS table of %(year)d is known here. Choose one of %(years)s.")
            % {"year": year, "years": ", ".join(map(str, CBS_TABLES))}
        )
    return CBS_TABLES[year]
