"""What the administrator says about the accessibility of this site."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ImproperlyConfigured

STATUSES = "ABCDE"
"""From “meets all” to “nothing was done”, as the register of the Dutch government has them."""


@dataclass(frozen=True)
class Statement:
    """The settings behind the statement on accessibility; empty is what the administrator did not fill in yet."""

    organisation: str
    email: str
    status: str
    stated_on: str
    """An ISO date."""
    report_url: str
    """Where the report of an examination stands."""

    def __post_init__(self) -> None:
        """Refuse what the statement cannot say.

        Raises:
            ImproperlyConfigured: If the status is no letter from A to E, or the date is no date.
        """
        if self.status not in STATUSES or len(self.status) != 1:
            raise ImproperlyConfigured(f"ACCESSIBILITY_STATUS={self.status!r}: write one letter, A to E.")
        try:
            _ = self.day
        except ValueError as error:
            raise ImproperlyConfigured(
                f"ACCESSIBILITY_STATED_ON={self.stated_on!r}: write a date as 2026-11-25."
            ) from error

    @property
    def day(self) -> date | None:
        """The day that the statement was drawn up."""
        return date.fromisoformat(self.stated_on) if self.stated_on else None
