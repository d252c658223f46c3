"""The statement on accessibility, in the model form of the Dutch government."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

STATUSES = {
    "A": _("This site meets all demands of WCAG 2.2, level AA."),
    "B": _("This site meets a part of the demands of WCAG 2.2, level AA."),
    "C": _("The first measures to meet the demands of WCAG 2.2, level AA, were taken."),
    "D": _("No examination was made, and measures are being prepared."),
    "E": _("No measures were taken yet."),
}
FINDINGS = [
    (
        _("The map"),
        _(
            "A screen reader gets the areas one by one, without the picture as a whole. "
            "The table beside the map has the same figures."
        ),
    ),
    (
        _("Texts of others"),
        _(
            "Names and notes are written by those who keep a place. They may be hard to read, "
            "or in another language than the page."
        ),
    ),
    (
        _("The page about the API, and the administration"),
        _("Both come from other programs, for programmers and administrators. We did not test them."),
    ),
    (
        _("People"),
        _("We test with programs and by keyboard. No test with people who have a disability has been held yet."),
    ),
]
"""What is known to be wrong, and what it means for somebody."""


@require_safe
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """Tell how accessible this site is, how that was tested, and whom to tell what is not."""
    statement = settings.ACCESSIBILITY
    context = {"statement": statement, "status": STATUSES[statement.status], "findings": FINDINGS}
    return render(request, "pages/accessibility.html", context)
