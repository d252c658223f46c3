"""Every loader that a city manifest can name."""

from collections.abc import Mapping

from venues.importing.backdrop import load_backdrop
from venues.importing.base import Loader
from venues.importing.cbs_areas import load_areas
from venues.importing.cbs_figures import load_figures
from venues.importing.hsds import load_hsds
from venues.importing.osm import load_osm
from venues.importing.register_tables import load_register
from venues.importing.rivm_health import load_health
from venues.importing.squares import load_squares
from venues.importing.streets import load_streets
from venues.importing.subsidies import load_subsidies
from venues.importing.venue_points import load_venues

LOADERS: Mapping[str, Loader] = {
    "areas": load_areas,
    "figures": load_figures,
    "health": load_health,
    "squares": load_squares,
    "venues": load_venues,
    "streets": load_streets,
    "osm": load_osm,
    "register": load_register,
    "backdrop": load_backdrop,
    "subsidies": load_subsidies,
    "hsds": load_hsds,
}
