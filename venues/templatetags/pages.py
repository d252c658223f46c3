"""What templates of the pages need and Django does not have."""

from django import template
from django.template import Context
from django.urls import translate_url

register = template.Library()


@register.simple_tag(takes_context=True)
def same_page_in(context: Context, language: str) -> str:
    """The address of the page on the screen in another language; it keeps the view."""
    return translate_url(context["request"].get_full_path(), language)


@register.filter
def dot(value: float) -> str:
    """A number for an SVG attribute: with a decimal point in every language."""
    return f"{value:.10g}"
