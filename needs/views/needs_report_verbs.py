"""The pages on which one says something about a needs report: no new needs, take back, return, a new deadline."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.refusals import Refused, may
from common.views import VerbPage, hidden_unless_allowed, person
from needs.forms.needs_report import DeclareNoNeedsForm, ExtendForm
from needs.forms.report_return import ReturnWithCommentsForm
from needs.models import NeedsReport
from needs.queries.needs_report import needs_of
from needs.report_content import sections_of
from needs.rules import needs_report as rules
from needs.services import needs_report as services
from needs.views.needs_report import detail_url, known_or_404, led_or_404, owned_or_404, place_of
from networks import deadlines
from networks.deadlines import deadline, end_of_day
from networks.rules import latest_for
from networks.states import Duty


class NeedsReportVerb(VerbPage):
    """One verb of a report, on its own page."""

    report: NeedsReport

    def home(self) -> str:
        return detail_url(self.report)

    def initial(self) -> dict[str, Any]:
        """A week from now, but no later than the leader may give."""
        row, later = deadline(Duty.NEEDS_REPORT, self.report.round), deadlines.returned_until(now=self.now)
        latest = latest_for(person(self.request), row, self.report.network, now=self.now)
        return {"until": oslo_date(min(later, latest) if latest else later)}

    def context(self) -> dict[str, Any]:
        answer = rules.answer_for_owner(self.report, now=self.now)
        return {"report": self.report, "place": place_of(self.report), "answer": answer}


class OwnersVerb(NeedsReportVerb):
    """A verb of the owner's contacts."""

    def find(self, **place: int) -> None:
        self.report = owned_or_404(self.request, **place, now=self.now).report


class LeadersVerb(NeedsReportVerb):
    """A verb of the network's leaders."""

    def find(self, **place: int) -> None:
        self.report = led_or_404(self.request, **place, now=self.now).report


class NeedsReportDeclareNoNeeds(OwnersVerb):
    """The owner says "no new needs this year"."""

    form_class = DeclareNoNeedsForm
    template_name = "needs/needs_report_confirm_declare_no_needs.html"
    primary_label = _("No new needs this year")
    done = _("You have said that there are no new needs this year. You get a receipt by e-mail.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_needs_report, person(self.request), self.report, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.declare_no_needs(**_who(self.report), by=person(self.request), now=self.now)


class NeedsReportTakeBack(NeedsReportVerb):
    """The owner takes a sent report back, to change it and send it again."""

    template_name = "needs/needs_report_confirm_take_back.html"
    primary_label = _("Take it back to change it")
    done = _("The needs report is a draft again. Remember to send it.")

    def find(self, **place: int) -> None:
        known = known_or_404(self.request, **place, now=self.now)
        self.report = known.report
        self.refused = hidden_unless_allowed(
            rules.check_may_take_back_needs_report,
            person(self.request),
            self.report,
            has_measures=known.has_measures,
            now=self.now,
        )

    def refusal(self) -> Refused | None:
        return self.refused

    def serve(self, typed: dict[str, Any]) -> None:
        services.take_back_needs_report(report=self.report, by=person(self.request), now=self.now)


class NeedsReportReturn(LeadersVerb):
    """The network's leader returns a report with a comment, comments at single fields, and a new instant."""

    form_class = ReturnWithCommentsForm
    template_name = "needs/needs_report_confirm_return.html"
    primary_label = _("Return for amendment")
    done = _("The needs report is returned, and the owner is told by e-mail.")

    def refusal(self) -> Refused | None:
        later = deadlines.returned_until(now=self.now)
        return may(
            rules.check_may_return_needs_report, person(self.request), self.report, due_at=later, now=self.now
        )

    def make_form(self, data: Any = None, **kwargs: Any) -> ReturnWithCommentsForm:
        is_sent = self.report.pk is not None and self.refusal() is None
        parts = sections_of(self.report, needs_of(self.report), by=person(self.request)) if is_sent else []
        self.form = ReturnWithCommentsForm(data, parts=parts, **kwargs)
        return self.form

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_needs_report(
            report=self.report,
            comment=typed["comment"],
            at_fields=self.form.at_fields,
            due_at=end_of_day(typed["until"]),
            by=person(self.request),
            now=self.now,
        )


class NeedsReportExtend(LeadersVerb):
    """The network's leader gives an owner a new deadline."""

    form_class = ExtendForm
    template_name = "needs/needs_report_confirm_extend.html"
    primary_label = _("Give a new deadline")
    done = _("The owner has a new deadline, and is told by e-mail.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_extend_needs_report, person(self.request), self.report, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.extend_needs_report(
            **_who(self.report),
            due_at=end_of_day(typed["until"]),
            reason=typed["reason"],
            by=person(self.request),
            now=self.now,
        )


def _who(report: NeedsReport) -> dict[str, Any]:
    return {"round": report.round, "owner": report.owner, "network": report.network}
