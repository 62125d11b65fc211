"""The pages on which a long-term plan is written: its parts step by step, its goals, and what goes with it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import download
from common.documents.delivery import document_response
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.ordering import moved_by, order_text, read_order
from common.views import VerbPage, attempt, or_404, person, shown_version, turn_away
from networks.forms.plans import AttachmentForm, GoalForm, PlanStepForm
from networks.models import PlanGoal
from networks.plan_parts import FRAME_FIELDS, GOALS, step_named, steps_of
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.services import plan_draft as services
from networks.states import PlanAttachmentKind
from networks.views.plan_page import MISSING, BegunPlanPage, progress


class PlanEdit(BegunPlanPage, DraftPage):
    """One step of the plan. Leader, members and universities write at the same time, and it is saved as they type."""

    template_name = "networks/plan_step.html"

    def find(self, network: int | None = None, step: str = "") -> None:
        super().find(network)
        self.step = or_404(step_named(self.plan, step))
        steps = steps_of(self.plan)
        self.number = steps.index(self.step)
        self.next = steps[self.number + 1] if self.number + 1 < len(steps) else None
        self.fields = [*(FRAME_FIELDS if self.number == 0 else ()), *(part.key for part in self.step.parts)]

    def stored(self) -> Saved:
        return Saved(self.plan.version, queries.plan_values(self.plan, self.fields))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> PlanStepForm:
        return PlanStepForm(data, initial=initial, step=self.step, has_frame=self.number == 0)

    def prepare(self, form: PlanStepForm) -> None:
        if MISSING in self.request.GET:
            show_gaps(form, rules.plan_gaps(self.plan))

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        user = person(self.request)
        return services.save_parts(plan=self.plan, typed=typed, shown=shown, by=user, now=self.now)

    def after(self, do: str) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        is_last = self.next is None or do == "back"
        return redirect(
            self.home() if is_last else self.url("edit", step=self.next.slug if self.next else "")
        )

    def context(self) -> dict[str, Any]:
        has_goals = any(part.key == GOALS for part in self.step.parts)
        return self.place() | {
            "step": self.step,
            "steps": progress(self, self.plan, self.step.slug),
            "next_label": self.next.label if self.next else "",
            "goals": list(self.plan.goals.all()) if has_goals else None,
            "cancel_url": self.home(),
        }


class GoalCreate(BegunPlanPage):
    """A new goal, last in the plan."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        return turn_away(request, refusal, self.home()) if refusal else self._page(GoalForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = GoalForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The goal is in the plan."))
        return redirect(self.home())

    def _add(self, form: GoalForm) -> None:
        services.add_goal(plan=self.plan, typed=form.typed, by=person(self.request), now=self.now)

    def _page(self, form: GoalForm, status: int = 200) -> HttpResponse:
        context = self.place() | {"form": form, "goal": None, "cancel_url": self.home()}
        return render(self.request, "networks/plan_goal_form.html", context, status=status)


class GoalPage(BegunPlanPage):
    """A page about one goal that is not taken out."""

    goal: PlanGoal

    def find(self, network: int | None = None, pk: int = 0) -> None:
        super().find(network)
        self.goal = or_404(queries.goal_of(self.plan, pk))
        self.goal.plan = self.plan


class GoalEdit(GoalPage):
    """Change a goal. Whoever comes second is told, and loses nothing."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        initial = {name: getattr(self.goal, name) for name in ("title", "text", "reached_by")}
        return self._page(GoalForm(initial=initial), self.goal.version)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = GoalForm(request.POST)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.goal.version, status=409)
        messages.success(request, _("The goal is saved."))
        return redirect(self.home())

    def _save(self, form: GoalForm) -> None:
        services.save_goal(
            goal=self.goal,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: GoalForm, version: int, status: int = 200) -> HttpResponse:
        context = self.place() | {
            "form": form,
            "goal": self.goal,
            "remove_url": self.url("goal_remove", pk=self.goal.pk),
            "version": version,
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/plan_goal_form.html", context, status=status)


class GoalRemove(GoalPage, VerbPage):
    """Take a goal out of the plan."""

    template_name = "networks/plan_goal_confirm_remove.html"
    primary_label = gettext_lazy("Take the goal out")
    done = gettext_lazy("The goal is taken out of the plan.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_goal(goal=self.goal, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place() | {"goal": self.goal, "danger": True}


class GoalsOrder(BegunPlanPage):
    """The order of the goals, by cards that are moved."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        goals = list(self.plan.goals.all())
        context = self.place() | {
            "cards": [{"pk": goal.pk, "title": goal.title} for goal in goals],
            "order_now": order_text(goal.pk for goal in goals),
            "cancel_url": self.home(),
        }
        return render(request, "networks/plan_goals_order.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        known = [goal.pk for goal in self.plan.goals.all()]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_goals(plan=self.plan, order=order, by=person(request), now=self.now)
        if "move" in request.POST:
            return redirect(request.path)
        messages.success(request, _("The order is saved."))
        return redirect(self.home())


# --- What goes with the county's plan ---------------------------------------------------------------------


class AttachmentCreate(BegunPlanPage):
    """Add a file to the plan. It becomes public when the plan is adopted."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self.refusal()
        return turn_away(request, refusal, self.home()) if refusal else self._page(AttachmentForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The file goes with the plan."))
        return redirect(self.home())

    def _add(self, form: AttachmentForm) -> None:
        data = form.cleaned_data
        services.attach(
            plan=self.plan,
            kind=PlanAttachmentKind(data["kind"]),
            title=data["title"],
            upload=data["file"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: AttachmentForm, status: int = 200) -> HttpResponse:
        context = self.place() | {"form": form, "form_multipart": True, "cancel_url": self.home()}
        return render(self.request, "networks/plan_attachment_form.html", context, status=status)


class FactsCreate(BegunPlanPage):
    """Make the facts about the kindergartens of the register's figures. POST only, by a case officer."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        if not rules.speaks_for(person(request), self.plan, None, now=self.now):
            raise Http404
        services.attach_facts(plan=self.plan, by=person(request), now=self.now)
        messages.success(request, _("The facts about the kindergartens are made and go with the plan."))
        return redirect(self.home())


class AttachmentPage(BegunPlanPage):
    """A page about one thing that goes with the plan."""

    def find(self, network: int | None = None, pk: int = 0) -> None:
        super().find(network)
        self.attachment = or_404(queries.attachment_of(self.plan, pk))
        if self.attachment.removed_at is not None:
            raise Http404
        self.attachment.plan = self.plan


class AttachmentRemove(AttachmentPage, VerbPage):
    """Take something out of what goes with the plan."""

    template_name = "networks/plan_attachment_confirm_remove.html"
    primary_label = gettext_lazy("Take it out")
    done = gettext_lazy("It no longer goes with the plan.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.detach(attachment=self.attachment, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return self.place() | {"attachment": self.attachment, "danger": True}


class AttachmentDownload(AttachmentPage):
    """The file itself, for those who write the plan."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.attachment.attachment is not None:
            return download(self.attachment.attachment)
        return document_response(or_404(self.attachment.document))
