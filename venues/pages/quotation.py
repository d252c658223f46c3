"""The coverage of an area as it is taken along to a meeting: with all that somebody needs to check it."""

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from venues.assessment.result import Assessment
from venues.models import Score
from venues.pages.figures import range_words, share_text
from venues.pages.query import Query


def quotation(request: HttpRequest, query: Query, assessment: Assessment, score: Score, headline: str) -> str:
    """The sentence of a page with its range, how much of it is known, its date, its method and where it stands.

    Args:
        request: For the name of this site.
        query: The group and date of the page.
        assessment: With the date and the method.
        score: What the sentence tells.
        headline: The sentence; of a figure that is withheld or unknown, why there is none.
    """
    run = assessment.run
    said = [headline]
    if score.coverage is not None:
        said.append(
            _("Honest range: %(range)s of the norm. %(known)s of this coverage rests on what is recorded.")
            % {
                "range": range_words(score.coverage_low, score.coverage_high),
                "known": share_text(score.known_share),
            }
        )
    dated = _("as of %(day)s, method version %(version)s") % {
        "day": date_format(run.as_of, "j F Y"),
        "version": run.method.version,
    }
    said.append(f"(infra_map, {dated})")
    said.append(request.build_absolute_uri(query.area_url(score.area.code)))
    return " ".join(said)
