"""The page of open data: every list with its columns, as CSV and as JSON."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tallystick.web.opendata.lists import LISTS
from tallystick.web.people.power import public
from tallystick.web.public.pages import page


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Say what can be downloaded."""
    listed = [{"name": one.name, "columns": one.columns} for one in LISTS.values()]
    return page(request, "data.html", {"lists": listed, "page": "data"})
