"""The pages of money that is to come back."""

from typing import Any

from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from common.refusals import Refused
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from grants.forms.payment import ClaimForm, ReturnedForm
from grants.payment_standing import standing_of
from grants.rules import money_back as rules
from grants.services import money_back as services
from grants.views.payment import GrantPage


class MoneyClaim(GrantPage, VerbPage):
    """Claim back some of what is paid."""

    template_name = "grants/payment_claim.html"
    form_class = ClaimForm
    primary_label = gettext_lazy("Claim it back")
    done = gettext_lazy("The claim is noted. The recipient gets an e-mail.")

    def find(self, year: int, grant: int, **_more: Any) -> None:
        super().find(year, grant)
        hidden_unless_allowed(rules.check_may_claim_money, person(self.request), self.grant, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.claim_money(
            grant=self.grant,
            amount_nok=typed["amount_nok"],
            reason=typed["reason"],
            round=self.round,
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return self.about() | {"paid_nok": standing_of(self.grant).paid_nok}


class MoneyReturn(GrantPage, VerbPage):
    """Note that claimed money has come."""

    template_name = "grants/payment_returned.html"
    form_class = ReturnedForm
    primary_label = gettext_lazy("The money has come")
    done = gettext_lazy("The money is noted as paid back.")

    def find(self, year: int, grant: int, **more: Any) -> None:
        super().find(year, grant)
        claims = {claim.pk: claim for claim in self.grant.money_back.all()}
        self.claim = or_404(claims.get(more["claim"]))
        self.claim.grant = self.grant
        self.not_now = hidden_unless_allowed(
            rules.check_may_return_money, person(self.request), self.claim, now=self.now
        )

    def refusal(self) -> Refused | None:
        return self.not_now

    def initial(self) -> dict[str, Any]:
        return {"returned_on": oslo_date(self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        services.return_money(
            claim=self.claim,
            returned_on=typed["returned_on"],
            round=self.round,
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return self.about() | {"claim": self.claim}
