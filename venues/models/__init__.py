"""The tables, lowest layer of the app: facts are methods of models, questions are methods of querysets."""

from venues.models.activity import Activity, Audience, OfferFact, Slot
from venues.models.area import RD, Area, Edition, Level, Municipality
from venues.models.assessment import Explanation, OfferScore, Run, Score
from venues.models.demand import DemandEstimate, DemandGroup, DemandPoint, Figure, Indicator
from venues.models.history import History, HistorySeries
from venues.models.imports import ImportRun
from venues.models.method import GroupRule, Method, TypeDefault
from venues.models.operations import Attendance, Closure, Funding, Staffing
from venues.models.organisation import Organisation, Sector
from venues.models.user import User
from venues.models.validation import Validation
from venues.models.venue import Inspection, Venue, VenueType
from venues.models.walking import Backdrop, Street, Walk

__all__ = [
    "RD",
    "Activity",
    "Area",
    "Attendance",
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
    "History",
    "HistorySeries",
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
    "Validation",
    "Venue",
    "VenueType",
    "Walk",
]
