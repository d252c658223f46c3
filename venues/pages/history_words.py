"""The history of a place in words: who, by which way, and what was before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.models import ImportRun, Membership, Upload, User
from venues.pages.record_words import RecordWords
from venues.register.merge import Difference
from venues.register.timeline import Act, Moment

ACTS = {
    Act.ADDED: gettext_lazy("Added to the register."),
    Act.CHECKED: gettext_lazy("Checked."),
    Act.ARCHIVED: gettext_lazy("Taken out of the register, into the archive."),
    Act.BROUGHT_BACK: gettext_lazy("Brought back from the archive."),
    Act.DELETED: gettext_lazy("Deleted from the register."),
    Act.NOT_SHOWN: gettext_lazy("Something changed that is not public."),
}


@dataclass(frozen=True)
class Change:
    """One member that changed: its name, and the lines that are there no more and those that are new."""

    label: str
    was: list[str]
    became: list[str]


def changes_in_words(changes: Sequence[Difference], words: RecordWords) -> list[Change]:
    """What changed, member by member; of a list only the lines that differ."""
    told = []
    for each in changes:
        was, became = words.value(each.member, each.before), words.value(each.member, each.after)
        told.append(
            Change(
                words.label(each.member),
                [line for line in was if line not in became],
                [line for line in became if line not in was],
            )
        )
    return told


def moment_text(moment: Moment) -> str:
    """Day and time of a change."""
    return date_format(localtime(moment.at), _("j F Y, H:i"))


class Circumstances:
    """Tells who did what by which way; the names are asked of the database once for all moments."""

    def __init__(self, moments: Sequence[Moment], *, by_name: bool) -> None:
        """Look up the accounts, files and imports of some moments.

        Args:
            moments: Of one place.
            by_name: Whether the reader may know which account and which file; others read of which organisation.
        """
        self.by_name = by_name
        users = {moment.user for moment in moments if moment.user}
        self._people = User.objects.in_bulk(users)
        self._bodies: dict[int, str] = {}
        held = Membership.objects.filter(user__in=users).select_related("organisation", "municipality").order_by("pk")
        for membership in held:
            self._bodies.setdefault(membership.user_id, str(membership.organisation or membership.municipality))
        uploads = {UUID(moment.upload) for moment in moments if moment.upload and by_name}
        self._files = dict(Upload.objects.filter(pk__in=uploads).values_list("pk", "file_name"))
        imports = {moment.import_run for moment in moments if moment.import_run}
        self._imports = dict(ImportRun.objects.filter(pk__in=imports).values_list("pk", "file_name"))

    def who(self, moment: Moment) -> str:
        """Who did it, as far as the reader may know; it begins a sentence."""
        if moment.user:
            person = self._people.get(moment.user)
            if self.by_name:
                return person.email if person else _("A person whose account is gone")
            body = self._bodies.get(moment.user)
            return _("A person of %(body)s") % {"body": body} if body else _("A person with an account")
        if moment.door == "import":
            return _("An import")
        return _("A change outside this site")

    def how(self, moment: Moment) -> str:
        """By which way, as far as it is known."""
        match moment.door:
            case "file":
                name = self._files.get(UUID(moment.upload)) if moment.upload and self.by_name else None
                return _("from the file %(name)s") % {"name": name} if name else _("from a file")
            case "import":
                name = self._imports.get(moment.import_run or 0)
                return _("from %(name)s") % {"name": name} if name else ""
            case "page":
                return _("on this site")
            case "api":
                return _("through the API")
            case "admin":
                return _("in the administration")
            case _:
                return ""

    def acts(self, moment: Moment) -> list[str]:
        """What was done beside changing facts."""
        said: list[Any] = [ACTS[act] for act in moment.acts]
        if moment.restored:
            then = date_format(localtime(moment.restored), _("j F Y, H:i"))
            said.insert(0, _("The state of %(moment)s was brought back.") % {"moment": then})
        return [str(each) for each in said]
