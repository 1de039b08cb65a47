"""Links from numbers to paragraphs, and numbers that stay plain."""

from django.template import Context, Library
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tallystick.web.citations import paragraph_url

register = Library()


@register.simple_tag
def law_url(citation: str) -> str:
    """The address of a paragraph."""
    return paragraph_url(citation)


@register.simple_tag
def law_link(citation: str) -> SafeString:
    """A small link that names the paragraph; a standard that is no decision has no link."""
    try:
        url = paragraph_url(citation)
    except KeyError:
        return format_html('<span class="law-link">{}</span>', citation)
    return format_html('<a class="law-link" href="{}">{}</a>', url, citation)


@register.simple_tag(takes_context=True)
def tab(context: Context, name: str, party: str, label: str) -> SafeString:
    """A link to a page of a Party's desk, marked where it is the page itself."""
    url = reverse(name, args=[party])
    is_here = context["request"].path == url
    here = mark_safe(' aria-current="page"') if is_here else ""
    return format_html('<a href="{}"{}>{}</a>', url, here, label)


@register.filter
def unlocalized(number: int) -> str:
    """A year or a serial without thousands separators."""
    return str(number)
