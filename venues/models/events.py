"""The history of the register: each table's rows as they were after each change, written by triggers.

Triggers see what bulk writes and plain SQL do as well. No names: the context says which account and which door.
"""

from typing import Any

import pghistory
from django.contrib.gis.db.models import PointField

from venues.models.activity import Activity, Audience, Slot
from venues.models.area import RD
from venues.models.operations import Attendance, Closure, Funding, Staffing
from venues.models.organisation import Organisation
from venues.models.venue import Inspection, Venue


def _events_of(model: Any, **attrs: Any) -> Any:
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="events"),
        append_only=True,
        attrs=attrs,
        model_name=f"{model.__name__}Event",
        abstract=False,
    )


def _unindexed_location() -> "PointField[Any, Any]":
    # Nobody asks where something was: the table of events would carry a spatial index for nothing.
    return PointField(srid=RD, null=True, spatial_index=False)


VenueEvent = _events_of(Venue, location=_unindexed_location())
ActivityEvent = _events_of(Activity, location=_unindexed_location())
SlotEvent = _events_of(Slot)
AudienceEvent = _events_of(Audience)
StaffingEvent = _events_of(Staffing)
FundingEvent = _events_of(Funding)
ClosureEvent = _events_of(Closure)
InspectionEvent = _events_of(Inspection)
AttendanceEvent = _events_of(Attendance)
OrganisationEvent = _events_of(Organisation)
