"""What templates of the pages need and Django does not have."""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString

from venues.models import Municipality
from venues.pages.icons import ICONS
from venues.pages.icons import icon_of as _icon_of
from venues.pages.offline_page import worker_address
from venues.pages.theme import theme_address as _theme_address
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


@register.simple_tag
def theme_address() -> str:
    """Where the tokens of a municipality are asked for; empty without them."""
    return _theme_address()


@register.simple_tag
def offline_worker_address() -> str:
    """Where the worker for a lost network is asked for; empty where there is none."""
    return worker_address()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words that say the same: a reader of the screen passes it by.

    Raises:
        ValueError: If the sprite does not hold this icon: venues/pages/icons.py lists them.
    """
    if name not in ICONS:
        raise ValueError(f"No icon {name!r} in the sprite. Add it to venues/pages/icons.py, which holds: {ICONS}.")
    address = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}" /></svg>', address)


@register.filter
def icon_of(venue_type: str | None) -> str:
    """The name of the icon of a place, by the code of its type (none for an activity)."""
    return _icon_of(venue_type)
