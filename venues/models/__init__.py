"""The tables, lowest layer of the app: facts are methods of models, questions are methods of querysets."""

from venues.models.activity import Activity, Audience, OfferFact, Slot
from venues.models.area import RD, Area, Edition, Level, Municipality
from venues.models.assessment import Explanation, GroupRule, Method, OfferScore, Run, Score, TypeDefault
from venues.models.demand import DemandEstimate, DemandGroup, DemandPoint, Figure, Indicator
from venues.models.imports import ImportRun
from venues.models.operations import Closure, Funding, Staffing
from venues.models.organisation import Organisation, Sector
from venues.models.user import User
from venues.models.venue import Inspection, Venue, VenueType
from venues.models.walking import Backdrop, Street, Walk

__all__ = [
    "RD",
    "Activity",
    "Area",
    "Audience",
    "Backdrop",
    "Closure",
    "DemandEstimate",
    "DemandGroup",
    "DemandPoint",
    "Edition",
    "Explanation",
    "Figure",
    "Funding",
    "GroupRule",
    "ImportRun",
    "Indicator",
    "Inspection",
    "Level",
    "Method",
    "Municipality",
    "OfferFact",
    "OfferScore",
    "Organisation",
    "Run",
    "Score",
    "Sector",
    "Slot",
    "Staffing",
    "Street",
    "TypeDefault",
    "User",
    "Venue",
    "VenueType",
    "Walk",
]
