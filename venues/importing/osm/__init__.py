"""OpenStreetMap extracts (.osm.pbf): streets to walk on, venues by their tags, and the backdrop of the map."""

from venues.importing.osm.load import count_osm, load_osm

__all__ = ["count_osm", "load_osm"]
