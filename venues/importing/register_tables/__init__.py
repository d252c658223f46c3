"""The register as CSV tables with our own column names: organisations, venues, activities and their dated facts."""

from venues.importing.register_tables.load import import_register

__all__ = ["import_register"]
