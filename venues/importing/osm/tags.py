"""What OpenStreetMap's tags mean here: where one can walk, what a place is, what is drawn under it."""

from collections.abc import Iterable, Mapping, Sequence

Tags = Mapping[str, str]

WALKABLE = frozenset(
    [
        "bridleway",
        "corridor",
        "crossing",
        "cycleway",
        "elevator",
        "footway",
        "living_street",
        "path",
        "pedestrian",
        "platform",
        "primary",
        "primary_link",
        "residential",
        "road",
        "secondary",
        "secondary_link",
        "service",
        "steps",
        "tertiary",
        "tertiary_link",
        "track",
        "unclassified",
    ]
)
"""Values of `highway` on which people walk unless a sign says no."""

ON_FOOT = frozenset(["yes", "designated", "permissive", "official"])
CLOSED = frozenset(["no", "private"])

GROUND = {
    "water": {
        "natural": ["water", "bay"],
        "waterway": ["riverbank", "dock"],
        "landuse": ["reservoir", "basin"],
    },
    "park": {
        "leisure": ["park", "garden", "common", "nature_reserve", "golf_course"],
        "landuse": ["grass", "forest", "meadow", "village_green", "recreation_ground", "allotments", "cemetery"],
        "natural": ["wood", "scrub", "heath", "grassland"],
    },
    "built": {"landuse": ["residential", "commercial", "retail", "industrial"]},
}
"""Kinds of backdrop, by the tags of their outlines."""

GROUND_KEYS = sorted({key for tags in GROUND.values() for key in tags})


def is_walkable(tags: Tags) -> bool:
    """Whether a way is a street or path on which anyone may walk."""
    foot = tags.get("foot", "")
    if foot in CLOSED or foot == "use_sidepath" or "highway" not in tags:
        return False
    if tags["highway"] not in WALKABLE:
        # A trunk road with a pavement; a motorway never.
        return tags["highway"].startswith("trunk") and foot in ON_FOOT
    if foot in ON_FOOT:
        return True
    return tags.get("access", "") not in CLOSED and tags.get("motorroad") != "yes"


def ground_kind(tags: Tags) -> str | None:
    """The kind of backdrop that an outline draws; None for none."""
    return next(
        (kind for kind, wanted in GROUND.items() if any(tags.get(key) in values for key, values in wanted.items())),
        None,
    )


class VenueTypes:
    """Which venue type a set of tags means: the one that asks for most tags, first in the list where two do."""

    def __init__(self, types: Iterable[tuple[str, Sequence[Tags]]]):
        """Prepare the lookup.

        Args:
            types: (code, sets of tags that mean it), in order of preference.
        """
        sets = [(code, tags) for code, alternatives in types for tags in alternatives if tags]
        self._sets = sorted(sets, key=lambda each: -len(each[1]))
        self.keys = sorted({key for _code, tags in sets for key in tags})
        """The keys to look for in a file."""

    def of(self, tags: Tags) -> tuple[str, Tags] | None:
        """The code of the type, and the tags that made it so."""
        return next(
            (
                (code, wanted)
                for code, wanted in self._sets
                if all(tags.get(key) == value for key, value in wanted.items())
            ),
            None,
        )
