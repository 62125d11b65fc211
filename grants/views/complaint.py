"""The pages of the register of complaints."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.attachments import download
from common.dates import oslo_date
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownMixin, VerbPage, hidden_unless_allowed, or_404, person
from grants import queries
from grants.filters.complaint import ComplaintFilter
from grants.forms.complaint import ComplaintForm, ForwardForm, OutcomeForm, SettleForm
from grants.letters import name_of
from grants.models import Complaint
from grants.queries import complaint as reads
from grants.queries.correction import letters_about
from grants.queries.recusal import is_recused_from
from grants.rules import complaint as rules
from grants.services import complaint as services
from grants.states import ComplaintState, DecisionState
from grants.tables.complaint import ComplaintTable
from grants.views.rounds import staff_round_or_404
from networks.roles import Role, holds, is_staff_of

VERBS = {
    "dismiss": gettext_lazy("Dismissed by"),
    "uphold": gettext_lazy("Upheld by"),
    "forward": gettext_lazy("Sent on by"),
    "settle": gettext_lazy("The appeal body's decision was recorded by"),
}


class ComplaintList(KnownMixin, SingleTableMixin, FilterView):
    """The register of a round."""

    template_name = "grants/complaint_list.html"
    table_class = ComplaintTable
    filterset_class = ComplaintFilter
    paginate_by = 25

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get_queryset(self) -> Any:
        return reads.complaints_of(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_record = holds(person(self.request), Role.CASE_OFFICER, self.round.county, now=self.now)
        return super().get_context_data(**kwargs) | {"round": self.round, "may_record": may_record}


class ComplaintRecord(VerbPage):
    """Write down a complaint that has come."""

    template_name = "grants/complaint_form.html"
    primary_label = gettext_lazy("Record the complaint")
    done = gettext_lazy("The complaint is recorded. Those who read the letter get an e-mail.")
    complaint: Complaint | None = None

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        hidden_unless_allowed(
            rules.check_may_record_complaint,
            person(self.request),
            None,
            self.round,
            is_recused=False,
            now=self.now,
        )

    def home(self) -> str:
        year = self.round.grant_year
        if self.complaint is None:
            return reverse("grants:complaint_list", kwargs={"year": year})
        return reverse("grants:complaint_detail", kwargs={"year": year, "complaint": self.complaint.pk})

    def initial(self) -> dict[str, Any]:
        return {"received_on": oslo_date(self.now), "grant": self.request.GET.get("brev", "")}

    def make_form(self, data: Any = None, **kwargs: Any) -> ComplaintForm:
        grants = queries.grants_of(self.round).filter(decision__state=DecisionState.ISSUED)
        files = self.request.FILES if data is not None else None
        self.form = ComplaintForm(data, files, grants=grants, **kwargs)
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        grant = self.form.grants[typed["grant"]]
        grant.decision.round = self.round
        self.complaint = services.record_complaint(
            grant=grant,
            round=self.round,
            complainant=typed["complainant"],
            received_on=typed["received_on"],
            about=typed["about"],
            upload=typed["upload"],
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "weeks": self.round.scheme.complaint_weeks,
            "form_multipart": True,
        }


class ComplaintDetail(KnownMixin, TemplateView):
    """A complaint as it stands: for the staff with what can be done, for the letter's readers without."""

    template_name = "grants/complaint_detail.html"

    def find(self, year: int, complaint: int) -> None:
        self.complaint = _seen_or_404(self.request, year, complaint, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        complaint, user = self.complaint, person(self.request)
        round = complaint.grant.decision.round
        is_staff = is_staff_of(user, round.county, now=self.now)
        context = super().get_context_data(**kwargs) | {
            "round": round,
            "complaint": complaint,
            "name": name_of(complaint.grant),
            "letters": letters_about(complaint.grant),
            "weeks": round.scheme.complaint_weeks,
            "is_staff": is_staff,
        }
        return context | self._verbs(user) if is_staff else context

    def _verbs(self, user: Any) -> dict[str, Any]:
        complaint = self.complaint
        who = {"is_recused": is_recused_from(user, complaint.grant), "now": self.now}
        may_correct = complaint.is_granted and complaint.state in (
            ComplaintState.UPHELD,
            ComplaintState.SETTLED,
        )
        return {
            "history": lines_of(complaint, VERBS),
            "corrections": list(complaint.corrections.all()),
            "is_recused": who["is_recused"],
            "may_dismiss": may(rules.check_may_dismiss_complaint, user, complaint, **who) is None,
            "may_uphold": may(rules.check_may_uphold_complaint, user, complaint, **who) is None,
            "may_forward": may(rules.check_may_forward_complaint, user, complaint, **who) is None,
            "may_settle": may(rules.check_may_settle_complaint, user, complaint, **who) is None,
            "may_correct": may_correct
            and not who["is_recused"]
            and holds(user, Role.CASE_OFFICER, complaint.grant.decision.round.county, now=self.now),
        }


class ComplaintStep(VerbPage):
    """One step of a complaint. Hidden from all who may not do it."""

    template_name = "grants/complaint_step.html"
    form_class: Any = OutcomeForm
    heading: Any = ""
    what: Any = ""

    def find(self, year: int, complaint: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.complaint: Complaint = get_object_or_404(reads.complaints_of(self.round), pk=complaint)
        self.complaint.grant.decision.round = self.round
        self.is_recused = is_recused_from(person(self.request), self.complaint.grant)
        self.not_now = hidden_unless_allowed(self.check)

    def home(self) -> str:
        place = {"year": self.round.grant_year, "complaint": self.complaint.pk}
        return reverse("grants:complaint_detail", kwargs=place)

    def check(self) -> None:
        """Raises the refusal when the person may not do this now."""
        raise NotImplementedError

    def refusal(self) -> Refused | None:
        return self.not_now

    def initial(self) -> dict[str, Any]:
        return {"decided_on": oslo_date(self.now)}

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "complaint": self.complaint,
            "name": name_of(self.complaint.grant),
            "heading": self.heading,
            "what": self.what,
        }

    def act(self, service: Any, **typed: Any) -> None:
        """Call the service of the step."""
        service(complaint=self.complaint, by=person(self.request), now=self.now, **typed)


class ComplaintDismiss(ComplaintStep):
    """Do not look into the complaint."""

    primary_label = gettext_lazy("Dismiss")
    heading = gettext_lazy("Dismiss the complaint?")
    what = gettext_lazy(
        "Use this for a complaint that is not to be dealt with, such as one that came too late."
    )
    done = gettext_lazy("The complaint is dismissed. Those who read the letter get an e-mail.")

    def check(self) -> None:
        rules.check_may_dismiss_complaint(
            person(self.request), self.complaint, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        self.act(services.dismiss_complaint, outcome=typed["outcome"], decided_on=typed["decided_on"])


class ComplaintUphold(ComplaintStep):
    """The office changes its decision itself."""

    primary_label = gettext_lazy("Uphold")
    heading = gettext_lazy("Uphold the complaint?")
    what = gettext_lazy(
        "The office changes its own decision. Afterwards you write the new amounts as a correction."
    )
    done = gettext_lazy("The complaint is upheld. Write the new amounts now.")

    def check(self) -> None:
        rules.check_may_uphold_complaint(
            person(self.request), self.complaint, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        self.act(services.uphold_complaint, outcome=typed["outcome"], decided_on=typed["decided_on"])


class ComplaintForward(ComplaintStep):
    """Send the complaint to the appeal body."""

    primary_label = gettext_lazy("Record that it is sent")
    heading = gettext_lazy("Send the complaint to the appeal body?")
    what = gettext_lazy("The portal records it. You send the case itself from your archive.")
    done = gettext_lazy(
        "It is recorded that the complaint is sent on. Those who read the letter get an e-mail."
    )
    form_class = ForwardForm

    def check(self) -> None:
        rules.check_may_forward_complaint(
            person(self.request), self.complaint, is_recused=self.is_recused, now=self.now
        )

    def initial(self) -> dict[str, Any]:
        return {"forwarded_on": oslo_date(self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        self.act(
            services.forward_complaint,
            forwarded_to=typed["forwarded_to"],
            forwarded_on=typed["forwarded_on"],
        )


class ComplaintSettle(ComplaintStep):
    """What the appeal body has decided."""

    primary_label = gettext_lazy("Record the decision")
    heading = gettext_lazy("What did the appeal body decide?")
    done = gettext_lazy("The appeal body's decision is recorded. Those who read the letter get an e-mail.")
    form_class = SettleForm

    def check(self) -> None:
        rules.check_may_settle_complaint(
            person(self.request), self.complaint, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        self.act(
            services.settle_complaint,
            outcome=typed["outcome"],
            decided_on=typed["decided_on"],
            is_granted=typed["is_granted"] == "ja",
        )


def _seen_or_404(request: HttpRequest, year: int, complaint: int, *, now: Any) -> Complaint:
    """The complaint, when the person may read it. Raises Http404."""
    found = reads.complaints_visible_to(person(request), now=now)
    return or_404(found.filter(grant__decision__round__grant_year=year, pk=complaint).first())


@login_required
@require_safe
def complaint_file_download(request: HttpRequest, year: int, complaint: int) -> HttpResponse:
    """The complaint as it came."""
    found = _seen_or_404(request, year, complaint, now=clock.now())
    if found.attachment is None:
        raise Http404
    return download(found.attachment)
