"""What a leader decides about one payout, each verb on its own page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from common.refusals import MovedOn, NotNow, Refused
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from grants.forms.payout import MoveForm, ReasonForm, SplitForm
from grants.models import Half, Payout
from grants.queries import payout as queries
from grants.rules import payout as rules
from grants.services import payout_stop as services
from grants.services.payout_plan import split_payouts
from grants.states import PayoutState


class PayoutVerb(VerbPage):
    """One verb of a payout that the person's network makes; with a reason."""

    template_name = "grants/payout_confirm_verb.html"
    form_class: Any = ReasonForm
    verb = ""
    starts_from: str = PayoutState.STOPPED
    payout: Payout

    def find(self, *, pk: int) -> None:
        user = person(self.request)
        self.payout = or_404(queries.payouts_visible_to(user, now=self.now).filter(pk=pk).first())
        hidden_unless_allowed(rules.check_may_follow_payouts, user, self.payout.network, now=self.now)

    def home(self) -> str:
        return reverse("grants:payout_detail", kwargs={"pk": self.payout.pk})

    def refusal(self) -> Refused | None:
        return None if self.payout.state == self.starts_from else MovedOn()

    def context(self) -> dict[str, Any]:
        name = queries.name_for(person(self.request), self.payout, now=self.now)
        return {"payout": self.payout, "verb": self.verb, "name": name}

    def serve(self, typed: dict[str, Any]) -> None:
        self.service(payout=self.payout, reason=typed["reason"], by=person(self.request), now=self.now)

    def service(self, **what: Any) -> None:
        """The verb's own service."""
        raise NotImplementedError


class PayoutStop(PayoutVerb):
    """Stop a payout that is not paid."""

    verb, starts_from = "stop", PayoutState.PLANNED
    primary_label = _("Stop the payout")
    done = _("The payout is stopped. Head and owner are told by e-mail.")

    def service(self, **what: Any) -> None:
        services.stop_payout(**what)


class PayoutDecide(PayoutVerb):
    """Pay although the answers do not say so."""

    verb, starts_from = "decide", PayoutState.PLANNED
    primary_label = _("Pay anyway")
    done = _("It is decided. The payout can be paid.")

    def service(self, **what: Any) -> None:
        services.decide_study(**what)


class PayoutResume(PayoutVerb):
    """Take a stopped payout up again."""

    verb = "resume"
    primary_label = _("Take it up again")
    done = _("The payout can be paid again.")

    def service(self, **what: Any) -> None:
        services.resume_payout(**what)


class PayoutGiveBack(PayoutVerb):
    """Give the money of a stopped payout back."""

    verb = "give_back"
    primary_label = _("Give back to the County Governor")
    done = _("It is noted. The County Governor's case officers are told by e-mail.")

    def service(self, **what: Any) -> None:
        services.give_back_payout(**what)


class PayoutMove(PayoutVerb):
    """Move the money of a stopped payout to another nomination."""

    verb = "move_on"
    primary_label = _("Move the money")
    done = _("The money is moved. The new payout stands in the list.")

    def find(self, *, pk: int) -> None:
        super().find(pk=pk)
        self.others = list(queries.nominations_to_move_to(self.payout))

    def refusal(self) -> Refused | None:
        if not self.others:
            return NotNow(
                _("Nobody else on the network's list of this year is studying. Give the money back instead.")
            )
        return super().refusal()

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return MoveForm(data, nominations=self.others, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.move_payout(
            payout=self.payout, to=typed["to"], reason=typed["reason"], by=person(self.request), now=self.now
        )


class PayoutSplit(PayoutVerb):
    """Part the amount between spring and autumn in another way."""

    verb, starts_from = "split", PayoutState.PLANNED
    form_class = SplitForm
    template_name = "grants/payout_confirm_split.html"
    primary_label = _("Save")
    done = _("The amount is parted in the new way.")

    def find(self, *, pk: int) -> None:
        super().find(pk=pk)
        rows = queries.payouts_in(self.payout.network, self.payout.round)
        self.rows = list(rows.filter(nomination=self.payout.nomination_id, came_from__isnull=True))

    def home(self) -> str:
        """The list: a half that gets nothing is gone."""
        place = {"year": self.payout.round.grant_year, "network": self.payout.network_id}
        return reverse("grants:payout_list", kwargs=place)

    def refusal(self) -> Refused | None:
        is_settled = any(row.state != PayoutState.PLANNED for row in self.rows)
        return NotNow(rules.PARTED_NO_MORE) if is_settled or not self.rows else None

    def initial(self) -> dict[str, Any]:
        return {"spring_nok": sum(row.amount_nok for row in self.rows if row.half == Half.SPRING)}

    def context(self) -> dict[str, Any]:
        return super().context() | {"total": sum(row.amount_nok for row in self.rows)}

    def serve(self, typed: dict[str, Any]) -> None:
        split_payouts(
            network=self.payout.network,
            round=self.payout.round,
            nomination=self.payout.nomination,
            spring_nok=typed["spring_nok"],
            by=person(self.request),
            now=self.now,
        )
