"""Which icon of Lucide stands for what. The sprite that pages load holds these and no others (infra_map/static.py)."""

VENUE_ICONS = {
    "library": "library",
    "community-centre": "users-round",
    "living-room": "armchair",
    "youth-centre": "gamepad-2",
    "drop-in": "door-open",
    "day-activities-older": "heart-handshake",
    "day-activities-workshop": "hammer",
    "playground-association": "toy-brick",
    "city-farm": "rabbit",
    "sports-hall": "volleyball",
    "cafe": "coffee",
    "charity-shop": "shirt",
    "worship": "hand-heart",
    "arts-centre": "palette",
    "garden": "sprout",
    "park": "trees",
    "pitch": "trophy",
    "gym": "dumbbell",
    "school": "school",
    "care-counter": "stethoscope",
}
"""By the code of a venue type; a type that a municipality made itself gets OTHER_PLACE."""

OTHER_PLACE = "map-pin"
ACTIVITY = "calendar-days"
ACTIONS = (
    "archive",
    "arrow-right",
    "calendar-plus",
    "check",
    "circle-help",
    "copy",
    "door-closed",
    "download",
    "external-link",
    "eye-off",
    "file-text",
    "history",
    "info",
    "layers",
    "locate",
    "mail",
    "message-square",
    "minus",
    "pause",
    "pencil",
    "play",
    "plus",
    "printer",
    "rotate-ccw",
    "search",
    "share-2",
    "triangle-alert",
    "upload",
    "user-plus",
    "x",
)
ICONS = tuple(sorted({*VENUE_ICONS.values(), OTHER_PLACE, ACTIVITY, *ACTIONS}))


def icon_of(venue_type: str | None) -> str:
    """The icon of a place by the code of its type; of an activity, which has none, the calendar."""
    return VENUE_ICONS.get(venue_type, OTHER_PLACE) if venue_type else ACTIVITY
