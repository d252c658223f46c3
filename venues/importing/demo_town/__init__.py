"""Waardveen, a fictional municipality: a seeded generator of the files that a real one would have."""

from venues.importing.demo_town.plan import CODE as DEMO_CODE
from venues.importing.demo_town.version import generator_version
from venues.importing.demo_town.write import write_demo_town

__all__ = ["DEMO_CODE", "generator_version", "write_demo_town"]
