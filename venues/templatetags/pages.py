"""What templates of the pages need and Django does not have."""

from django import template
from django.template import Context
from django.urls import translate_url

from venues.models import Municipality
from venues.pages.waiting import Waiting
from venues.pages.waiting import waiting_of as _waiting_of

register = template.Library()


@register.simple_tag(takes_context=True)
def same_page_in(context: Context, language: str) -> str:
    """The address of the page on the screen in another language; it keeps the view."""
    return translate_url(context["request"].get_full_path(), language)


@register.simple_tag
def waiting_of(municipality: Municipality) -> Waiting | None:
    """The changes that the figures of a municipality do not count yet."""
    return _waiting_of(municipality)


@register.filter
def dot(value: float) -> str:
    """A number for an SVG attribute: with a decimal point in every language."""
    return f"{value:.10g}"
