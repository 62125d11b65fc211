"""The pages of the recommendation: read, write, rank, adopt, open again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views import View
from django.views.generic import TemplateView

from common import clock
from common.money import kroner
from common.ordering import order_text, read_order
from common.refusals import MovedOn, Refused, may
from common.timeline import Line, lines_of
from common.views import (
    KnownPage,
    VerbPage,
    attempt,
    person,
    shown_version,
    turn_away,
    whole_number,
)
from grants import queries
from grants.forms.recommendation import RankForm, RecommendationForm, ReopenForm
from grants.models import AllocationRun, Recommendation
from grants.queries import recommendation as reads
from grants.recommendation_documents import LANGUAGE
from grants.recommendation_proposals import proposed_texts
from grants.rules import recommendation as rules
from grants.services import recommendation as services
from grants.states import RecommendationState
from grants.views import run_page
from grants.views.rounds import round_read_as
from networks import deadlines
from networks.models import AgendaItem, Round
from networks.roles import Role
from networks.states import Duty, MeetingState

VERBS = {"adopt": gettext_lazy("Adopted by"), "reopen": gettext_lazy("Opened again by")}
NOT_ADOPTED = gettext_lazy("There is no adopted recommendation to open.")
WRITERS = {Role.CASE_OFFICER}
RANKERS = {Role.CASE_OFFICER, Role.FORUM_MEMBER}
ADOPTERS = {Role.FORUM_MEMBER}


class RecommendationDetail(LoginRequiredMixin, TemplateView):
    """The recommendation as it stands, the run it stands on, the individual measures, and what can be done now."""

    template_name = "grants/recommendation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = clock.now(), person(self.request)
        round = round_read_as(self.request, kwargs["year"], queries.INSIDERS, now=now)
        recommendation = reads.recommendation_or_new(round)
        recommendation.round = round
        is_adopted, adopted_at = (
            recommendation.state == RecommendationState.ADOPTED,
            recommendation.adopted_at,
        )
        run, is_current = _run_for(recommendation, round)
        case = reads.NO_CASE if is_adopted else reads.forum_case(user, round)
        rules.check_may_read_recommendation(recommendation, hides_papers=case.hides_papers)
        mine: Any = {"is_recused": case.is_recused, "now": now}
        answer = deadlines.answer(Duty.RECOMMENDATION, round, now=now)
        return super().get_context_data(**kwargs) | {
            "round": round,
            "recommendation": recommendation,
            "run": run,
            "is_current": is_current,
            "is_adopted": is_adopted,
            "answer": answer,
            "is_late": answer.is_late and not is_adopted,
            "was_late": is_adopted and adopted_at is not None and adopted_at > answer.due_at,
            "case": case,
            "item": recommendation.item if is_adopted else case.item,
            "missing": "" if is_adopted else rules.missing_from_forum(case.item),
            "item_url": item_url(recommendation.item if is_adopted else case.item),
            "paper_url": ""
            if is_adopted
            else paper_url(
                case.item, _detail(round), _("Draft recommendation for %(year)s") % {"year": round.grant_year}
            ),
            "documents": _documents(recommendation) if recommendation.number else [],
            "sections": _sections(recommendation),
            "gaps": [] if is_adopted else rules.recommendation_gaps(recommendation),
            "networks": run_page.network_rows(run) if run else [],
            "requests": run_page.request_rows(run) if run else [],
            "history": _history(recommendation),
            "may_save": may(rules.check_may_save_recommendation, user, recommendation, **mine) is None,
            "may_rank": may(rules.check_may_rank_nominations, user, recommendation, **mine) is None,
            "is_member": rules.is_forum_member(user, round, now=now) and not case.is_recused,
            "may_reopen": is_adopted and _may_reopen(user, recommendation, now=now),
        }


def _run_for(recommendation: Recommendation, round: Round) -> tuple[AllocationRun | None, bool]:
    """The run that an adopted recommendation stands on; else the newest, and whether its figures are the present."""
    if recommendation.state == RecommendationState.ADOPTED:
        return recommendation.run, True
    run = queries.newest_run(round)
    return run, run is not None and queries.is_current(run, round)


def _may_reopen(user: Any, recommendation: Recommendation, *, now: Any) -> bool:
    check, decision = rules.check_may_reopen_recommendation, queries.decision_of(recommendation.round)
    return may(check, user, recommendation, decision, comment="-", now=now) is None


def _sections(recommendation: Recommendation) -> list[tuple[Any, str]]:
    return [(label, getattr(recommendation, name)) for name, label in services.HEADINGS.items()]


def _documents(recommendation: Recommendation) -> list[dict[str, Any]]:
    """The documents of all adoptions, newest first."""
    round = recommendation.round
    is_only = recommendation.number == 1 and recommendation.document is not None
    rows = [recommendation.document] if is_only else list(reads.recommendation_documents(round))
    return [
        {
            "document": document,
            "url": reverse(
                "grants:recommendation_download",
                kwargs={"year": round.grant_year, "number": reads.adoption_in(document.number)},
            ),
            "is_replaced": document != rows[0],
        }
        for document in rows
        if document is not None
    ]


def item_url(item: AgendaItem | None) -> str:
    """The address of the forum's case, or an empty text while there is none."""
    return reverse("networks:meeting_item_detail", kwargs={"pk": item.pk}) if item else ""


def paper_url(item: AgendaItem | None, path: str, title: str) -> str:
    """Where a page is laid before the forum's case as a paper; an empty text when there is no such case."""
    if item is None or item.meeting.state not in (MeetingState.CALLED, MeetingState.HELD):
        return ""
    address = reverse("networks:meeting_paper_create", kwargs={"pk": item.meeting_id})
    return f"{address}?{urlencode({'sak': item.pk, 'side': path, 'navn': title})}"


def _history(recommendation: Recommendation) -> list[Line]:
    """What has happened since the recommendation was first adopted."""
    return [] if recommendation.number is None else lines_of(recommendation, VERBS)


class RecommendationEdit(KnownPage):
    """The secretary's form. A draft may have gaps."""

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, WRITERS, now=self.now, with_dates=False)
        self.recommendation = reads.recommendation_or_new(self.round)
        self.recommendation.round = self.round

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        check, case = rules.check_may_save_recommendation, reads.forum_case(person(request), self.round)
        refusal = may(check, person(request), self.recommendation, is_recused=case.is_recused, now=self.now)
        if refusal is not None:
            return turn_away(request, refusal, _detail(self.round))
        initial = {name: getattr(self.recommendation, name) for name in services.TEXTS}
        return self._page(RecommendationForm(initial=initial), self.recommendation.version)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        version = shown_version(request)
        if request.POST.get("do") == "propose":
            return self._page(RecommendationForm(initial=self._filled()), version, was_filled=True)
        form = RecommendationForm(request.POST)
        if not form.is_valid():
            return self._page(form, version)
        if not attempt(form, lambda: self._save(form, version)):
            return self._page(form, self.recommendation.version, status=409)
        messages.success(request, _("The draft is saved."))
        return redirect("grants:recommendation_detail", year=year)

    def _save(self, form: RecommendationForm, version: int) -> None:
        services.save_recommendation(
            round=self.round, texts=form.cleaned_data, version=version, by=person(self.request), now=self.now
        )

    def _filled(self) -> dict[str, str]:
        """What is typed, with a proposal in each field that is empty. Nothing is stored."""
        case = reads.forum_case(person(self.request), self.round)
        run = queries.newest_run(self.round)
        criteria = [(criterion.key, criterion.label) for criterion in self.round.scheme.criteria]
        with override(LANGUAGE):
            proposed = proposed_texts(
                reads.measure_facts(self.round), criteria, run, dissent=case.item.dissent if case.item else ""
            )
        typed = {name: self.request.POST.get(name, "") for name in services.TEXTS}
        return {name: typed[name] if typed[name].strip() else proposed[name] for name in services.TEXTS}

    def _page(
        self, form: RecommendationForm, version: int, status: int = 200, *, was_filled: bool = False
    ) -> HttpResponse:
        context = {
            "was_filled": was_filled,
            "form": form,
            "version": version,
            "round": self.round,
            "criteria": self.round.scheme.criteria,
            "cancel_url": _detail(self.round),
        }
        return render(self.request, "grants/recommendation_form.html", context, status=status)


class RecommendationRank(KnownPage):
    """The forum ranks the individual measures, by number and study, no names: cards that are moved."""

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, RANKERS, now=self.now, with_dates=False)
        self.nominations = queries.ranked_nominations(self.round)
        stored = {row.pk: row.county_rank for row in self.nominations if row.county_rank is not None}
        self.mark = queries.ranking_mark(stored)

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        recommendation = reads.recommendation_or_new(self.round)
        case = reads.forum_case(person(request), self.round)
        refusal = may(
            rules.check_may_rank_nominations,
            person(request),
            recommendation,
            is_recused=case.is_recused,
            now=self.now,
        )
        if refusal is not None:
            return turn_away(request, refusal, _detail(self.round))
        order = order_text(row.pk for row in self.nominations)
        return self._page(RankForm(initial={"order": order}), self.mark)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = RankForm(request.POST)
        mark = whole_number(request.POST.get("mark", ""), digits=10) or 0
        if not form.is_valid():
            return self._page(form, mark)
        if not attempt(form, lambda: self._save(form, mark)):
            return self._page(form, self.mark, status=409)
        step = request.POST.get("move", "")
        if step:
            return redirect(f"{request.path}#card-{step.partition(':')[0]}")
        messages.success(request, _("The ranking is saved. Run the allocation again to see what it gives."))
        return redirect("grants:recommendation_detail", year=year)

    def _save(self, form: RankForm, mark: int) -> None:
        services.rank_nominations(
            round=self.round, ranks=form.ranks, mark=mark, by=person(self.request), now=self.now
        )

    def _page(self, form: RankForm, mark: int, status: int = 200) -> HttpResponse:
        known = {row.pk: row for row in self.nominations}
        order = read_order(form["order"].value() or "", [*known])
        context = {
            "form": form,
            "mark": mark,
            "round": self.round,
            "cards": [_card(known[pk]) for pk in order],
            "order_now": order_text(order),
            "cancel_url": _detail(self.round),
        }
        return render(self.request, "grants/recommendation_rank.html", context, status=status)


def _card(row: Any) -> dict[str, Any]:
    """An individual measure as components/ranking.html shows it: number, study, network and amount."""
    parts = [row.study_type, row.institution]
    parts += [_("%(number)s credits") % {"number": row.ects}] if row.ects else []
    parts += (
        [_("%(percent)s %% position") % {"percent": row.position_percent}] if row.position_percent else []
    )
    own = _("no. %(rank)s there") % {"rank": row.network_rank} if row.network_rank else ""
    network = ", ".join(part for part in (row.network_name, own) if part)
    return {
        "pk": row.pk,
        "title": _("Number %(number)s: %(study)s") % {"number": row.pk, "study": row.study_name},
        "hint": " · ".join(str(part) for part in (network, *parts) if part),
        "side": kroner(row.amount_nok),
    }


class RecommendationAdopt(LoginRequiredMixin, View):
    """What will be adopted, what is missing, and one button."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        now = clock.now()
        round = round_read_as(request, year, ADOPTERS, now=now)
        recommendation = reads.recommendation_or_new(round)
        recommendation.round = round
        if recommendation.state != RecommendationState.DRAFT:
            return redirect("grants:recommendation_detail", year=year)
        run, is_current = _run_for(recommendation, round)
        case = reads.forum_case(person(request), round)
        check, current = rules.check_may_adopt_recommendation, run if is_current else None
        refusal = may(
            check,
            person(request),
            recommendation,
            current,
            case.item,
            is_recused=case.is_recused,
            now=now,
        )
        context = {
            "round": round,
            "run": run,
            "is_current": is_current,
            "case": case,
            "missing": rules.missing_from_forum(case.item),
            "item_url": item_url(case.item),
            "networks": run_page.network_rows(run) if run else [],
            "kpis": run_page.kpis(run) if run else [],
            "sections": _sections(recommendation),
            "refusal": refusal,
            "gaps": rules.recommendation_gaps(recommendation),
            "cancel_url": _detail(round),
        }
        return render(request, "grants/recommendation_confirm_adopt.html", context)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        now = clock.now()
        round = round_read_as(request, year, ADOPTERS, now=now)
        services.adopt_recommendation(round=round, by=person(request), now=now)
        messages.success(
            request,
            _(
                "The recommendation is adopted, and its document is stored. The forum and the case officers get an "
                "e-mail."
            ),
        )
        return redirect("grants:recommendation_detail", year=year)


class RecommendationReopen(VerbPage):
    """Open an adopted recommendation again, saying why."""

    template_name = "grants/recommendation_confirm_reopen.html"
    form_class = ReopenForm
    done = gettext_lazy("The recommendation is a draft again.")

    def find(self, year: int) -> None:
        self.round = round_read_as(self.request, year, WRITERS, now=self.now)
        self.recommendation = reads.adopted_recommendation(self.round)

    def home(self) -> str:
        return _detail(self.round)

    def refusal(self) -> Refused | None:
        return None if self.recommendation else MovedOn(NOT_ADOPTED)

    def serve(self, typed: dict[str, Any]) -> None:
        if self.recommendation is None:
            raise MovedOn(NOT_ADOPTED)
        services.reopen_recommendation(
            recommendation=self.recommendation,
            comment=typed["comment"],
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"round": self.round}


def _detail(round: Round) -> str:
    return reverse("grants:recommendation_detail", kwargs={"year": round.grant_year})
