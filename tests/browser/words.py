"""What the pages say in a language, by what the code calls it; that Dutch is whole and plain is tested elsewhere."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext, override, pgettext


@dataclass(frozen=True)
class Words:
    """The words of somebody who reads Dutch (nl) or English (en)."""

    language: str

    @property
    def prefix(self) -> str:
        """What the addresses begin with."""
        return "" if self.language == "nl" else f"/{self.language}"

    def __call__(self, text: str, plural: str = "", /, context: str = "", **values: Any) -> str:
        """A text of the site; with a plural, of so many as `count`."""
        with override(self.language):
            if plural:
                said = ngettext(text, plural, values["count"])
            else:
                said = pgettext(context, text) if context else gettext(text)
        assert self.language == "en" or said != text, f"no page says “{text}”"
        return said % values if values else said
