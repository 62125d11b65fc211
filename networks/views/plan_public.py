"""The adopted long-term plans, for everybody: no sign-in, nothing of a draft, no people's names.

What is shown is what was last adopted, out of its kept version; the PDF may be kept by any cache, and is asked for
anew by its fingerprint.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views import View
from django.views.decorators.http import condition
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.attachments import download
from common.documents.delivery import document_response
from common.views import or_404
from networks.filters_plans import PlanFilter
from networks.plan_content import attachments_in, shown_sections
from networks.queries import plans as queries
from networks.tables_plans import PublicPlanTable

KEPT_FOR = 300
"""Seconds for which a copy of a public file may be used without asking whether it is the newest."""
PAGE_KEPT_FOR = 60
"""The same for a page, which only the reader's own browser keeps."""


class PublicMixin:
    """A page that looks the same to everybody who is not signed in, so that their browser may keep it for a while."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # -- a View stands beside it
        if not request.user.is_authenticated:
            patch_cache_control(response, private=True, max_age=PAGE_KEPT_FOR)
        return response


class PlanPublicList(PublicMixin, SingleTableMixin, FilterView):
    """The plans that are adopted, found by the network's name or one of its municipalities."""

    template_name = "networks/plan_public_list.html"
    table_class = PublicPlanTable
    filterset_class = PlanFilter
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.public_plans(now=clock.now())


class PlanPublicDetail(PublicMixin, View):
    """One plan as it was last adopted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = or_404(queries.public_plan(pk))
        version = or_404(queries.adopted_version(plan))
        context = {
            "plan": plan,
            "facts": version.content["facts"],
            "sections": shown_sections(version.content),
            "adopted_at": version.at,
            "document": plan.document,
        }
        return render(request, "networks/plan_public_detail.html", context)


def _fingerprint(request: HttpRequest, pk: int) -> str | None:
    plan = queries.public_plan(pk)
    return quote_etag(plan.document.sha256) if plan and plan.document else None


@method_decorator(condition(etag_func=_fingerprint), name="dispatch")
class PlanPublicDownload(View):
    """The PDF of what was last adopted."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = or_404(queries.public_plan(pk))
        return _public(document_response(or_404(plan.document)))


class PlanPublicAttachment(View):
    """What was adopted together with the plan; a file of a draft is not found."""

    def get(self, request: HttpRequest, plan: int, pk: int) -> HttpResponse:
        found = or_404(queries.public_plan(plan))
        version = or_404(queries.adopted_version(found))
        if pk not in attachments_in(version.content):
            raise Http404
        kept = or_404(queries.attachment_of(found, pk))
        if kept.attachment is not None:
            return _public(download(kept.attachment))
        return _public(document_response(or_404(kept.document)))


def _public(response: HttpResponse) -> HttpResponse:
    """Any cache may keep it for a while."""
    del response["Cache-Control"]
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response
