"""The tables, lowest layer of the app: facts are methods of models, questions are methods of querysets."""

from venues.models.activity import Activity, Audience, OfferFact, Slot
from venues.models.area import RD, Area, Edition, Level, Municipality
from venues.models.assessment import Explanation, OfferScore, Run, Score
from venues.models.change import RegisterChange
from venues.models.demand import DemandEstimate, DemandGroup, DemandPoint, Figure, Indicator
from venues.models.events import (
    ActivityEvent,
    AttendanceEvent,
    AudienceEvent,
    ClosureEvent,
    FundingEvent,
    InspectionEvent,
    OrganisationEvent,
    SlotEvent,
    StaffingEvent,
    VenueEvent,
)
from venues.models.history import History, HistorySeries
from venues.models.imports import ImportRun
from venues.models.membership import Invitation, Membership, Role
from venues.models.method import GroupRule, Method, TypeDefault
from venues.models.operations import Attendance, Closure, Funding, Staffing
from venues.models.organisation import Organisation, Sector
from venues.models.suggestion import Suggestion
from venues.models.token import Scope, Token
from venues.models.upload import ColumnMapping, RefusedRow, Upload, UploadContent
from venues.models.user import User
from venues.models.validation import Validation
from venues.models.venue import Inspection, Venue, VenueType
from venues.models.walking import Backdrop, Street, Walk

__all__ = [
    "RD",
    "Activity",
    "ActivityEvent",
    "Area",
    "Attendance",
    "AttendanceEvent",
    "Audience",
    "AudienceEvent",
    "Backdrop",
    "Closure",
    "ClosureEvent",
    "ColumnMapping",
    "DemandEstimate",
    "DemandGroup",
    "DemandPoint",
    "Edition",
    "Explanation",
    "Figure",
    "Funding",
    "FundingEvent",
    "GroupRule",
    "History",
    "HistorySeries",
    "ImportRun",
    "Indicator",
    "Inspection",
    "InspectionEvent",
    "Invitation",
    "Level",
    "Membership",
    "Method",
    "Municipality",
    "OfferFact",
    "OfferScore",
    "Organisation",
    "OrganisationEvent",
    "RefusedRow",
    "RegisterChange",
    "Role",
    "Run",
    "Scope",
    "Score",
    "Sector",
    "Slot",
    "SlotEvent",
    "Staffing",
    "StaffingEvent",
    "Street",
    "Suggestion",
    "Token",
    "TypeDefault",
    "Upload",
    "UploadContent",
    "User",
    "Validation",
    "Venue",
    "VenueEvent",
    "VenueType",
    "Walk",
]
