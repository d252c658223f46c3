"""A method changes by a new version: the one that figures rest on stays as it was.

Everything here runs in one transaction and first takes the same rows, so that of two at once the second sees what the
first did. The figures follow by a job in that transaction: a rollback drops it.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from venues.models import GroupRule, Method, Municipality, Run, TypeDefault
from venues.models.method_content import METHOD_FIELDS, content

Row = TypeVar("Row", GroupRule, TypeDefault)


@dataclass(frozen=True)
class Draft:
    """What a next version would say. None of its rows is stored."""

    method: Method
    group_rules: Sequence[GroupRule]
    type_defaults: Sequence[TypeDefault]

    @classmethod
    def of(cls, method: Method) -> Self:
        """A copy of a stored method, free to be changed."""
        return cls(
            Method.objects.get(pk=method.pk),
            list(GroupRule.objects.filter(method=method)),
            list(TypeDefault.objects.filter(method=method)),
        )

    def check(self) -> None:
        """Refuse what no coverage can be computed with.

        Raises:
            ValidationError: With the group or venue type, the field, the value and what to write instead.
        """
        problems = []
        if not self.group_rules:
            problems.append(_("A method needs a norm for at least one group."))
        rows: list[tuple[str, Method | GroupRule | TypeDefault]] = [
            ("", self.method),
            *((rule.group_id, rule) for rule in self.group_rules),
            *((default.venue_type_id, default) for default in self.type_defaults),
        ]
        for code, row in rows:
            try:
                row.full_clean(exclude=["method", "note"], validate_unique=False, validate_constraints=False)
            except ValidationError as error:
                problems += [
                    " – ".join(filter(None, (code, field, message)))
                    for field, messages in error.message_dict.items()
                    for message in messages
                ]
        if problems:
            raise ValidationError(problems)


def hold_versions(municipality_code: str | None) -> Method | None:
    """Keep others from making versions until this transaction ends.

    Returns:
        The version in use of this municipality's own methods (of those for all where None); None if there is none.
    """
    # Those for all are always there: they are also what a municipality without any method of its own holds.
    held = Method.objects.filter(Q(municipality=None) | Q(municipality=municipality_code))
    rows = list(held.select_for_update(no_key=True).order_by("pk"))
    return next((row for row in rows if row.is_current and row.municipality_id == municipality_code), None)


@transaction.atomic
def revise(method: Method, draft: Draft, note: str) -> Method | None:
    """Make the next version of a method and put it in use; runs keep the version that they used.

    Args:
        method: The version that the draft was made from.
        draft: What the next version says.
        note: What changed and why; people read it on the method page.

    Returns:
        The new version; None if the draft says the same as the method.

    Raises:
        ValidationError: If the note is empty or the draft cannot be used.
    """
    hold_versions(method.municipality_id)
    draft.check()
    if _content(Draft.of(method)) == _content(draft):
        return None
    if not note.strip():
        raise ValidationError(_("Write what changed and why: a council will ask."))
    return _store(draft, method.municipality_id, note)


@transaction.atomic
def make_own(method: Method, municipality: Municipality, note: str = "") -> Method:
    """Give a municipality a version of its own that says the same as a method, and put it in use there.

    Returns:
        The new version, which its administrators can change without changing that of others.
    """
    hold_versions(municipality.pk)
    note = note or _("Copy of %(method)s.") % {"method": method}
    return _store(Draft.of(method), municipality.pk, note)


@transaction.atomic
def put_in_use(method: Method) -> bool:
    """Put a version in use in place of the one that is: also an older one.

    Returns:
        Whether it was not in use yet.
    """
    current = hold_versions(method.municipality_id)
    if current and current.pk == method.pk:
        return False
    method.family.filter(is_current=True).update(is_current=False)
    Method.objects.filter(pk=method.pk).update(is_current=True)
    _rescore(method.municipality_id)
    return True


@transaction.atomic
def follow_the_others(municipality: Municipality) -> bool:
    """Take a municipality's own method out of use: the one for all counts there again.

    Returns:
        Whether it had one in use.
    """
    hold_versions(municipality.pk)
    ended = Method.objects.filter(municipality=municipality, is_current=True).update(is_current=False)
    if ended:
        _rescore(municipality.pk)
    return bool(ended)


def _content(draft: Draft) -> object:
    return content(draft.method, draft.group_rules, draft.type_defaults)


def _store(draft: Draft, municipality_code: str | None, note: str) -> Method:
    family = Method.objects.filter(municipality=municipality_code)
    family.filter(is_current=True).update(is_current=False)
    made = Method(
        municipality_id=municipality_code,
        version=(family.aggregate(last=Max("version"))["last"] or 0) + 1,
        note=note.strip(),
        **{name: getattr(draft.method, name) for name in METHOD_FIELDS},
    )
    made.save()
    GroupRule.objects.bulk_create(_copied(row, made) for row in draft.group_rules)
    TypeDefault.objects.bulk_create(_copied(row, made) for row in draft.type_defaults)
    _rescore(municipality_code)
    return made


def _copied(row: Row, method: Method) -> Row:
    made = copy(row)
    made.pk = None
    made._state.adding = True
    made.method = method
    return made


def _rescore(municipality_code: str | None) -> None:
    """Score again those who use this family of methods; a municipality that was never scored waits until it is."""
    live = Run.objects.filter(kind=Run.Kind.LIVE)
    if municipality_code:
        live = live.filter(municipality=municipality_code)
    else:
        live = live.exclude(municipality__methods__is_current=True)
    for code in live.order_by("municipality").values_list("municipality_id", flat=True):
        app.configure_task("venues.rescore", lock=f"score {code}").defer(municipality=code)
