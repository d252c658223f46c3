"""What the document says of the records of HSDS: their members, and which are always there."""

from typing import Any

from rest_framework import serializers


def _text(help_text: str = "", **options: Any) -> serializers.CharField:
    return serializers.CharField(**{"required": False, "help_text": help_text, **options})


def _always(help_text: str = "") -> serializers.CharField:
    return serializers.CharField(help_text=help_text)


class HsdsTaxonomyRow(serializers.Serializer[Any]):
    """A list of terms."""

    id = serializers.UUIDField()
    name = _always("In the language of Accept-Language.")
    description = _always()


class HsdsTermRow(serializers.Serializer[Any]):
    """A term of a taxonomy."""

    id = serializers.UUIDField()
    code = _text("Our code: of a venue type, a demand group, or of another list.")
    name = _always("In the language of Accept-Language.")
    description = _always()
    taxonomy = _text("Which list the term is of.")
    taxonomy_id = serializers.UUIDField(required=False)
    language = _text("Of name and description.")


class HsdsAttributeRow(serializers.Serializer[Any]):
    """A term that holds of a record, with a value where the term has one."""

    id = serializers.UUIDField()
    link_id = serializers.UUIDField(required=False)
    link_entity = _text("service, location or schedule.")
    link_type = _text()
    label = _text()  # type: ignore[assignment]  # the standard's name
    value = _text("Suitability of an audience, 0 to 1; number of places.")
    taxonomy_term_id = serializers.UUIDField(required=False)
    taxonomy_term = HsdsTermRow(required=False)


class HsdsScheduleRow(serializers.Serializer[Any]):
    """Hours that come back each week or every so many weeks (RFC 5545)."""

    id = serializers.UUIDField()
    service_id = serializers.UUIDField(required=False)
    service_at_location_id = serializers.UUIDField(required=False)
    freq = _text("WEEKLY; absent where the hours are only known as text.")
    interval = serializers.IntegerField(required=False, help_text="Every so many weeks.")
    wkst = _text()
    byday = _text("MO to SU, with commas between.")
    opens_at = _text("Local time, with the offset from UTC of today.")
    closes_at = _text("Local time; 00:00 = the midnight that ends the day.")
    timezone = serializers.FloatField(required=False, help_text="Offset from UTC of today, in hours.")
    valid_from = _text()
    valid_to = _text("The last day.")
    dtstart = _text("The first day, where interval is not 1 and it is known.")
    description = _text("As opening hours text of OpenStreetMap, or as the source gave it.")
    notes = _text()
    attributes = HsdsAttributeRow(many=True, required=False)


class HsdsAddressRow(serializers.Serializer[Any]):
    """A postal address."""

    id = serializers.UUIDField()
    location_id = serializers.UUIDField(required=False)
    address_1 = _always()
    city = _always("The municipality.")
    state_province = _always("Empty: not recorded.")
    postal_code = _always("Empty where not recorded.")
    country = _always()
    address_type = _always()


class HsdsAccessibilityRow(serializers.Serializer[Any]):
    """How people with a disability get in."""

    id = serializers.UUIDField()
    location_id = serializers.UUIDField(required=False)
    description = _text()


class HsdsLocationRow(serializers.Serializer[Any]):
    """A place where services are given."""

    id = serializers.UUIDField(help_text="That of the venue; of the activity, where it has no building.")
    location_type = serializers.ChoiceField(choices=["physical"])
    name = _text()
    latitude = serializers.FloatField(required=False)
    longitude = serializers.FloatField(required=False)
    organization_id = serializers.UUIDField(required=False)
    addresses = HsdsAddressRow(many=True, required=False)
    accessibility = HsdsAccessibilityRow(many=True, required=False)
    attributes = HsdsAttributeRow(many=True, required=False)


class HsdsLinkRow(serializers.Serializer[Any]):
    """Where a service is given."""

    id = serializers.UUIDField()
    service_id = serializers.UUIDField()
    location_id = serializers.UUIDField()
    location = HsdsLocationRow()


class HsdsBodyRow(serializers.Serializer[Any]):
    """Who gives a service."""

    id = serializers.UUIDField()
    name = _always()
    description = _always()
    website = _text()


class HsdsServiceRow(serializers.Serializer[Any]):
    """What people can come to: a place in its opening hours, or an activity."""

    id = serializers.UUIDField(help_text="That of the venue or the activity.")
    organization_id = serializers.UUIDField(required=False)
    name = _always()
    description = _text()
    url = _text()
    status = serializers.ChoiceField(choices=["active", "inactive", "defunct", "temporarily closed"])
    eligibility_description = _text("Groups for whom it is.")
    assured_date = _text("When a person last checked it.")
    alert = _text("Closures that hold today.")
    last_modified = _text()
    organization = HsdsBodyRow(required=False)
    schedules = HsdsScheduleRow(many=True, required=False)
    service_at_locations = HsdsLinkRow(many=True, required=False)
    attributes = HsdsAttributeRow(many=True, required=False)


class HsdsListedServiceRow(HsdsServiceRow):
    """A service in a list; with `minimal` only its id and when it was changed."""

    name = _text()
    status = serializers.ChoiceField(choices=["active", "inactive", "defunct", "temporarily closed"], required=False)
    modified_date = _text("With `minimal`.")


class HsdsServiceAtLocationRow(HsdsLinkRow):
    """A service at its location."""

    service = HsdsServiceRow()
    schedules = HsdsScheduleRow(many=True, required=False)


class HsdsOrganizationRow(HsdsBodyRow):
    """An organisation with its services."""

    services = HsdsServiceRow(many=True, required=False)


class HsdsInformationRow(serializers.Serializer[Any]):
    """What this API is, in the words of HSDS."""

    version = _always("Of HSDS.")
    profile = serializers.URLField(help_text="Of HSDS that holds here: the standard itself.")
    openapi_url = serializers.URLField(help_text="Address of the OpenAPI document.")
