"""The register as CSV tables with our own column names: organisations, venues, activities and their dated facts."""

from venues.importing.register_tables.load import load_register

__all__ = ["load_register"]
