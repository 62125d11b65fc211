"""The county's combined list of nominations, for the county governor's staff and, without names, for the forum."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django_filters.views import FilterView

from common.documents.workbook import workbook_response
from common.views import person
from needs.filters.nomination_county_list import NominationCountyFilter
from needs.queries.nomination_county_list import county_nominations, county_rows
from needs.queries.nomination_list import networks_with_lists, totals
from needs.queries.tables import all_study_types
from needs.tables.nomination_county_list import NominationCountyTable, county_sheets
from needs.views.shared import RoundList
from networks.roles import STAFF, Role, is_staff_of
from networks.states import Duty


class NominationCountyList(RoundList, FilterView):
    """All networks' nominations side by side, with what they come to."""

    template_name = "needs/nomination_county_list.html"
    table_class = NominationCountyTable
    filterset_class = NominationCountyFilter
    readers = (*STAFF, Role.FORUM_MEMBER)
    duty = Duty.NOMINATION_LIST
    opens_with = Duty.NOMINATION

    def find(self, *args: Any, **place: Any) -> None:
        super().find(*args, **place)
        self.with_names = is_staff_of(person(self.request), self.round.county, now=self.now)

    def get_queryset(self) -> Any:
        return county_nominations(person(self.request), self.round, now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {
            "networks": list(networks_with_lists(person(self.request), self.round, now=self.now)),
            "study_types": list(all_study_types(self.round.county)),
            "with_names": self.with_names,
        }

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"with_names": self.with_names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = county_rows(self.object_list, with_names=self.with_names)
        address = reverse("needs:nomination_county_download")
        return super().get_context_data(**kwargs) | {
            "with_names": self.with_names,
            "totals": totals(row for _nomination, row in rows),
            "download_url": f"{address}?{self.request.GET.urlencode()}",
        }


class NominationCountyWorkbook(NominationCountyList):
    """The list as the filter leaves it, as an Excel workbook."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.get_filterset(self.get_filterset_class())
        chosen = found.qs if not found.is_bound or found.is_valid() else found.queryset.none()
        rows = county_rows(chosen, with_names=self.with_names)
        sheets = county_sheets(rows, with_names=self.with_names)
        return workbook_response(f"innmeldte-{self.round.grant_year}.xlsx", sheets)
