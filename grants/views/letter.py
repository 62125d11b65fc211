"""The pages of issued letters."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.documents.delivery import document_response
from common.views import KnownMixin, person
from grants import queries
from grants.filters.letter import LetterFilter
from grants.tables.letter import LetterTable
from networks.roles import LEADERS, STAFF, Role, holds

FOLLOWERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, *STAFF)
READERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


class LetterList(KnownMixin, SingleTableMixin, FilterView):
    """The letters that the person may read: a recipient its own, the County Governor's staff all."""

    template_name = "grants/letter_list.html"
    table_class = LetterTable
    filterset_class = LetterFilter
    paginate_by = 25

    def find(self) -> None:
        if not holds(person(self.request), READERS, now=self.now):
            raise Http404

    def get_queryset(self) -> Any:
        return queries.letters_with_networks(person(self.request), now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_follow = holds(person(self.request), FOLLOWERS, now=self.now)
        return super().get_context_data(**kwargs) | {"may_follow": may_follow}


@login_required
@require_safe
def letter_download(request: HttpRequest, letter: int) -> HttpResponse:
    """The letter as it was issued, byte for byte."""
    found = get_object_or_404(queries.letters_visible_to(request.user, now=clock.now()), pk=letter)
    return document_response(queries.file_of(found))
