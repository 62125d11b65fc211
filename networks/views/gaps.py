"""What the county governor finds lacking around the networks, as a list and as Excel."""

from collections import Counter
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_tables2 import SingleTableView

from common.documents.workbook import Column, Sheet, workbook_response
from common.views import KnownMixin, person
from networks.gap_kinds import GapKind
from networks.gap_tables import GapTable
from networks.queries.gaps import Gap, gaps_in
from networks.roles import Role, holds
from networks.views.shared import county_or_404


class GapMixin(KnownMixin):
    """For the county governor's staff. `?hva=` names one kind."""

    def find(self) -> None:
        self.county = county_or_404(self.request, now=self.now)
        asked = self.request.GET.get("hva", "")
        self.kind = GapKind(asked) if asked in GapKind.values else None

    def chosen(self, gaps: list[Gap]) -> list[Gap]:
        """The gaps of the kind that is chosen, or all."""
        return [gap for gap in gaps if self.kind in (None, gap.kind)]


class GapList(GapMixin, SingleTableView):
    """Everything that lacks, with how much there is of each kind."""

    template_name = "networks/gap_list.html"
    table_class = GapTable
    paginate_by = 40

    def get_queryset(self) -> Any:
        self.gaps = gaps_in(self.county, now=self.now)
        return self.chosen(self.gaps)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"may_place": holds(person(self.request), Role.CASE_OFFICER, self.county, now=self.now)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = Counter(gap.kind for gap in self.gaps)
        query = f"?hva={self.kind.value}" if self.kind else ""
        return super().get_context_data(**kwargs) | {
            "kinds": [
                {
                    "value": kind.value,
                    "label": kind.label,
                    "number": number[kind],
                    "is_chosen": kind == self.kind,
                }
                for kind in GapKind
            ],
            "all": len(self.gaps),
            "is_all": self.kind is None,
            "download_url": reverse("networks:gap_download") + query,
            "empty_title": _("Nothing lacks"),
            "empty_text": _("All owners, kindergartens and networks have what they should have."),
        }


class GapDownload(GapMixin, View):
    """The same as Excel."""

    def get(self, request: HttpRequest) -> FileResponse:
        columns = [
            Column(_("Who"), 40),
            Column(_("What lacks"), 40),
            Column(_("Known about it"), 50),
            Column(_("Network or forum"), 30),
        ]
        found = gaps_in(self.county, now=self.now, kind=self.kind)
        rows = ([gap.name, gap.label, gap.note, gap.network] for gap in found)
        return workbook_response(_("What lacks.xlsx"), [Sheet(_("What lacks"), columns, rows)])
