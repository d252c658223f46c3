"""What a method says, figure by figure, and where two methods say something else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from venues.models.demand import DemandGroup
from venues.models.method import GroupRule, Method, TypeDefault
from venues.models.naming import Term
from venues.models.venue import VenueType

METHOD_FIELDS = ("unhosted_weight", "activity_hosted_hours", "activity_places", "activity_suitability")
RULE_FIELDS = ("norm_hours", "norm_source", "reach_m", "reach_weights", "reach_source")
TYPE_FIELDS = ("hosted_hours", "places", "high_needs_host", "source")
SUITABILITY = "suitability"

Model = type[Method] | type[GroupRule] | type[TypeDefault]
Key = tuple[Model, str, str, str]
"""Of one figure: the table, the code of the group or venue type, the field, and for suitability the group."""


@dataclass(frozen=True)
class Difference:
    """One figure in which two methods differ.

    Attributes:
        subject: The group or venue type that it is about; None for the method as a whole.
        field: Name of the field, such as `norm_hours`.
        what: The same in words, in the language in use.
        before, after: Its value in the one and the other: a number, a list of numbers, a text, a yes or no. None where
            that method says nothing.
    """

    subject: Term | None
    field: str
    what: str
    before: Any
    after: Any


def content(
    method: Method, group_rules: Iterable[GroupRule], type_defaults: Iterable[TypeDefault]
) -> Mapping[Key, object]:
    """Every figure and source of a method, stored or not, in the order in which they are read."""
    said: dict[Key, object] = {(Method, "", name, ""): getattr(method, name) for name in METHOD_FIELDS}
    for rule in group_rules:
        said |= {(GroupRule, rule.group_id, name, ""): _plain(getattr(rule, name)) for name in RULE_FIELDS}
    for default in type_defaults:
        key = default.venue_type_id
        said |= {(TypeDefault, key, name, ""): getattr(default, name) for name in TYPE_FIELDS}
        said |= {(TypeDefault, key, SUITABILITY, code): value for code, value in sorted(default.suitability.items())}
    return said


def differences(before: Method, after: Method) -> list[Difference]:
    """Where two stored methods differ: norms, steps, defaults and sources. Empty: the same data give the same figures.

    Args:
        before: Any method.
        after: Any other, also of another municipality.

    Returns:
        One row a figure: of the method, then by group, then by venue type.
    """
    old, new = (content(each, each.group_rules.all(), each.type_defaults.all()) for each in (before, after))
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    groups, types = (DemandGroup.objects.in_bulk(), VenueType.objects.in_bulk()) if keys else ({}, {})
    order = {Method: 0, GroupRule: 1, TypeDefault: 2}
    terms: dict[Model, Mapping[str, Term]] = {GroupRule: groups, TypeDefault: types, Method: {}}

    def place(key: Key) -> tuple[int, int]:
        model, code, _field, _group = key
        subject = terms[model].get(code)
        return order[model], subject.position if subject else 0

    return [
        Difference(
            subject=terms[model].get(code),
            field=field,
            what=_what(model, field, groups.get(group)),
            before=old.get((model, code, field, group)),
            after=new.get((model, code, field, group)),
        )
        for model, code, field, group in sorted(keys, key=place)
    ]


def _plain(value: object) -> object:
    # The database gives numbers of arrays as floats; a form and a file also give whole ones.
    return [float(each) for each in value] if isinstance(value, list) else value


def _what(model: Model, field: str, group: Term | None) -> str:
    if group:
        return _("suitability for %(group)s") % {"group": group.name}
    return str(getattr(model._meta.get_field(field), "verbose_name", field))
