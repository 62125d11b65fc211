"""The pages of a long-term plan as a whole: to read it, and to begin, approve, adopt, revise and keep it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import ContentVersion
from common.refusals import Refused, may
from common.timeline import lines_of
from common.version_pages import VersionsPage
from common.views import VerbPage, hidden_unless_allowed, or_404, person, shown_version, whole_number
from networks.forms.plans import KeepForm, RecordForm
from networks.models import LongTermPlan
from networks.plan_content import words_of
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.services import plan_draft, plans
from networks.views.plan_page import (
    BegunPlanPage,
    PlanPage,
    adopted_sections,
    gap_links,
    is_draft,
    side_rows,
    written_steps,
)

VERBS = {"adopt": gettext_lazy("Adopted by"), "revise": gettext_lazy("A revision was begun by")}


class PlanDetail(PlanPage):
    """The plan: the draft and what is missing in it for those who write it, else what was last adopted."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        plan, user = self.plan, person(request)
        context = self.place() | {
            "is_writer": self.is_writer,
            "may_begin": plan is None and self.is_writer,
            "is_draft": self.is_writer and is_draft(plan),
            "sections": [],
            "history": [],
            "revision": None,
            "may_revise": False,
        }
        if plan is not None:
            context |= {
                "sections": adopted_sections(plan),
                "history": lines_of(plan, VERBS) if self.is_writer else [],
                "attachments": list(plan.attachments.all()) if self.is_writer else [],
                "may_revise": may(rules.check_may_revise_plan, user, plan, now=self.now) is None,
                "revision": self._revision(plan),
            }
            if context["is_draft"]:
                context |= self._draft(plan)
        return render(request, "networks/plan_detail.html", context)

    def _draft(self, plan: LongTermPlan) -> dict[str, Any]:
        gaps = rules.plan_gaps(plan)
        adopting = may(rules.check_may_adopt_plan, person(self.request), plan, self.partners, now=self.now)
        return {
            "steps": written_steps(self, plan),
            "gaps": gap_links(self, plan, gaps),
            "sides": side_rows(self, plan),
            "may_approve": not gaps,
            "may_adopt": self.network is not None and adopting is None,
            "may_record": self.network is None and not gaps and self._is_officer(plan),
            "may_make_facts": self.network is None and self._is_officer(plan),
        }

    def _is_officer(self, plan: LongTermPlan) -> bool:
        return rules.speaks_for(person(self.request), plan, None, now=self.now)

    def _revision(self, plan: LongTermPlan) -> dict[str, Any] | None:
        """How this September's revision stands for the network, where it has opened and the reader writes."""
        round = queries.round_to_revise(plan.county, now=self.now)
        if round is None or self.network is None or not self.is_writer:
            return None
        is_revised = queries.is_revised(self.network, round)
        check, user = rules.check_may_keep_plan, person(self.request)
        return {
            "year": round.grant_year,
            "is_done": is_revised,
            "may_keep": may(check, user, plan, round, is_revised=is_revised, now=self.now) is None,
        }


class PlanAct(PlanPage):
    """An action without a page of its own: POST only."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])


class PlanBegin(PlanAct):
    """Begin the plan."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        if not self.is_writer:
            raise Http404
        plan_draft.begin_plan(body=self.body, by=person(request), now=self.now)
        messages.success(request, _("The plan is begun. Everybody in the network can write in it."))
        return redirect(self.home())


class PlanApprove(PlanAct):
    """Approve for one side: `side` is the university's key, empty for the network."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        plan, side = self._plan_and_side(request)
        plans.approve_plan(
            plan=plan, university_id=side, version=shown_version(request), by=person(request), now=self.now
        )
        messages.success(request, self._done())
        return redirect(self.home())

    def _done(self) -> str:
        if self.network is None:
            return _("The plan is laid before the forum as it stands now.")
        return _("You have approved the plan. The others are told by e-mail.")

    def _plan_and_side(self, request: HttpRequest) -> tuple[LongTermPlan, int | None]:
        """The plan, and the side that the form names, when the person speaks for it. Raises Http404."""
        plan = or_404(self.plan)
        typed = request.POST.get("side", "")
        side = whole_number(typed)
        if typed and side is None:
            raise Http404
        if not rules.speaks_for(person(request), plan, side, now=self.now):
            raise Http404
        return plan, side


class PlanWithdraw(PlanApprove):
    """Take one side's approval back."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        plan, side = self._plan_and_side(request)
        plans.withdraw_plan_approval(plan=plan, university_id=side, by=person(request), now=self.now)
        messages.success(request, _("The approval is taken back."))
        return redirect(self.home())


class PlanAdopt(BegunPlanPage, VerbPage):
    """The network's plan is adopted, issued and made public."""

    template_name = "networks/plan_confirm_adopt.html"
    primary_label = gettext_lazy("Adopt the plan")
    done = gettext_lazy(
        "The plan is adopted, and anybody can read it. Those in the network get it by e-mail."
    )

    def refusal(self) -> Refused | None:
        check, user = rules.check_may_adopt_plan, person(self.request)
        return hidden_unless_allowed(check, user, self.plan, self.partners, now=self.now)

    def find(self, network: int | None = None) -> None:
        super().find(network)
        self.refusal()

    def serve(self, typed: dict[str, Any]) -> None:
        version = shown_version(self.request)
        plans.adopt_plan(plan=self.plan, version=version, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place()


class CountyPlanRecord(BegunPlanPage, VerbPage):
    """The case officer notes in which case the forum has adopted the county's plan."""

    template_name = "networks/plan_confirm_record.html"
    primary_label = gettext_lazy("Note that it is adopted")
    done = gettext_lazy("The plan is adopted, and anybody can read it.")

    def find(self, network: int | None = None) -> None:
        super().find(network)
        if not rules.speaks_for(person(self.request), self.plan, None, now=self.now):
            raise Http404

    def make_form(self, data: Any = None, **kwargs: Any) -> RecordForm:
        items = queries.cases_about_plan(self.plan)
        return RecordForm(data, items=items, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        plans.record_plan_adoption(
            plan=self.plan,
            item=typed["item"],
            comment=typed["comment"],
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return self.place() | {"laid": rules.approval_of(self.plan, None)}

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_plan, person(self.request), self.plan, now=self.now)


class PlanRevise(BegunPlanPage, VerbPage):
    """Open a draft of what is adopted."""

    template_name = "networks/plan_confirm_revise.html"
    primary_label = gettext_lazy("Begin a revision")
    done = gettext_lazy("The plan is open for changes. What was adopted stays public meanwhile.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_revise_plan, person(self.request), self.plan, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        plans.revise_plan(plan=self.plan, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place()


class PlanKeep(BegunPlanPage, VerbPage):
    """The network has gone through its plan, and it holds unchanged."""

    template_name = "networks/plan_confirm_keep.html"
    form_class = KeepForm
    primary_label = gettext_lazy("The plan holds unchanged")
    done = gettext_lazy("It is noted that the plan holds. The revision is done for this year.")

    def refusal(self) -> Refused | None:
        round = queries.round_to_revise(self.plan.county, now=self.now)
        is_revised = bool(round and self.network and queries.is_revised(self.network, round))
        check, user = rules.check_may_keep_plan, person(self.request)
        return hidden_unless_allowed(check, user, self.plan, round, is_revised=is_revised, now=self.now)

    def find(self, network: int | None = None) -> None:
        super().find(network)
        self.refusal()

    def serve(self, typed: dict[str, Any]) -> None:
        plans.keep_plan(plan=self.plan, note=typed["note"], by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place()


class PlanVersions(VersionsPage, PlanPage):
    """Every version that was adopted, and how any two differ; for all who come to the plan's page."""

    template_name = "networks/plan_versions.html"
    verbs = {"adopt": gettext_lazy("Adopted by")}

    def find(self, network: int | None = None) -> None:
        super().find(network)
        self.found = list(queries.adopted_versions(or_404(self.plan)))
        or_404(self.found or None)
        self.words = words_of(self.found[0].content)

    def versions(self) -> Sequence[ContentVersion]:
        return self.found

    def context(self) -> dict[str, Any]:
        return self.place()
