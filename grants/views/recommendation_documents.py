"""The recommendation as a document: each adoption's own file, and the draft as it stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import clock
from common.documents.delivery import document_response
from common.refusals import NotNow
from common.views import or_404, person, turn_away
from grants import queries
from grants.queries import recommendation as reads
from grants.recommendation_documents import draft_pdf
from grants.rules.recommendation import check_may_read_recommendation
from grants.services.recommendation import HEADINGS
from grants.states import RecommendationState
from grants.views.rounds import round_read_as


@login_required
@require_safe
def recommendation_download(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The document of one adoption as it was issued, byte for byte."""
    round = round_read_as(request, year, queries.INSIDERS, now=clock.now(), with_dates=False)
    return document_response(or_404(reads.recommendation_document(round, number)))


@login_required
@require_safe
def recommendation_draft_download(request: HttpRequest, year: int) -> HttpResponse:
    """The draft as it would be if it were adopted now, marked as a draft; nothing is stored."""
    now = clock.now()
    round = round_read_as(request, year, queries.INSIDERS, now=now, with_dates=False)
    recommendation = reads.recommendation_or_new(round)
    recommendation.round = round
    if recommendation.state == RecommendationState.ADOPTED:
        return redirect("grants:recommendation_download", year=year, number=recommendation.number)
    case = reads.forum_case(person(request), round)
    check_may_read_recommendation(recommendation, hides_papers=case.hides_papers)
    run = queries.newest_run(round)
    if run is None:
        refusal = NotNow(_("The allocation has not been run yet. The recommendation is adopted on a run."))
        return turn_away(request, refusal, request.path.removesuffix("utkast/"))
    content = draft_pdf(recommendation, run=run, item=case.item, sections=HEADINGS.items(), now=now)
    response = HttpResponse(content, content_type="application/pdf")
    name = _("Recommendation %(year)s, draft") % {"year": year} + ".pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
