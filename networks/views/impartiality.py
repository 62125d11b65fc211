"""The pages of impartiality: declare it, withdraw it, record what the meeting decides, reconsider."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from common.forms import ConfirmForm, PortalForm
from common.refusals import NotAllowed, Refused, may
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from networks.forms.impartiality import DecideForm, DeclareForm
from networks.law import IMPARTIALITY
from networks.models import AgendaItem, Declaration, User
from networks.queries import votes as queries
from networks.queries.lines import lines_of
from networks.rules import impartiality as rules
from networks.rules import meetings as meeting_rules
from networks.services import impartiality as services
from networks.states import ImpartialityState
from networks.views.meeting_case import home_of


class ImpartialityDeclare(VerbPage):
    """Somebody may be partial in a case, or in one line of it."""

    template_name = "networks/declaration_form.html"
    primary_label = _("Declare it")
    done = _("It is declared. The meeting decides.")
    item: AgendaItem

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.item = or_404(queries.case_of(user, pk, now=self.now))
        self.own = may(rules.check_may_declare, user, self.item, person=user, now=self.now)
        self.records = may(meeting_rules.check_may_record, user, self.item.meeting, now=self.now) is None
        if isinstance(self.own, NotAllowed) and not self.records:
            raise Http404

    def home(self) -> str:
        return home_of(self.item)

    def refusal(self) -> Refused | None:
        if not self.records:
            return self.own
        others = [one for one in self._people() if one.pk != person(self.request).pk]
        if not others:
            return self.own
        return may(rules.check_may_declare, person(self.request), self.item, person=others[0], now=self.now)

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        lines = lines_of(self.item, now=self.now)
        people = self._people() if self.records else []
        return DeclareForm(data, lines=lines, people=people, **kwargs)

    def initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("linje", "")[:40]
        return {"line": wanted, "person": person(self.request).pk}

    def serve(self, typed: dict[str, Any]) -> None:
        services.declare_impartiality(
            item=self.item,
            line=typed["line"],
            reason=typed["reason"],
            person=typed.get("person"),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"item": self.item, "records": self.records, "law": IMPARTIALITY}

    def _people(self) -> list[User]:
        """Those who are called, and the one who records where they take part."""
        people = [row.person for row in self.item.meeting.attendance.all() if row.is_called]
        user = person(self.request)
        if self.own is None and all(one.pk != user.pk for one in people):
            people.append(user)
        return people


class DeclarationVerb(VerbPage):
    """One verb on one declaration. Whoever may never do it does not find the page."""

    declaration: Declaration

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.item = or_404(queries.case_with_declaration(user, pk, now=self.now))
        self.declaration = queries.declaration_in(self.item, pk)
        self.closed = hidden_unless_allowed(self.check, user, self.declaration, now=self.now)

    @staticmethod
    def check(user: User, declaration: Declaration, *, now: Any) -> None:
        """The rule of the verb."""
        raise NotImplementedError

    def home(self) -> str:
        return home_of(self.item)

    def refusal(self) -> Refused | None:
        return self.closed

    def context(self) -> dict[str, Any]:
        return {"item": self.item, "declaration": self.declaration, "law": IMPARTIALITY}


class DeclarationWithdraw(DeclarationVerb):
    """Take it back before the meeting has decided."""

    template_name = "networks/declaration_confirm_withdraw.html"
    primary_label = _("Take it back")
    done = _("The declaration is taken back.")
    check = staticmethod(rules.check_may_withdraw_declaration)

    def serve(self, typed: dict[str, Any]) -> None:
        services.withdraw_declaration(declaration=self.declaration, by=person(self.request), now=self.now)


class DeclarationDecide(DeclarationVerb):
    """What the meeting has decided, recorded by somebody else than the one it is about."""

    template_name = "networks/declaration_decide.html"
    form_class = DecideForm
    primary_label = _("Record the decision")
    done = _("The decision is recorded.")
    check = staticmethod(rules.check_may_decide_declaration)

    def initial(self) -> dict[str, Any]:
        return {"sees_papers": True}

    def serve(self, typed: dict[str, Any]) -> None:
        said = {"reason": typed["reason"], "by": person(self.request), "now": self.now}
        if typed["outcome"] == ImpartialityState.RECUSED:
            services.recuse_declaration(
                declaration=self.declaration, sees_papers=typed["sees_papers"], **said
            )
        else:
            services.clear_declaration(declaration=self.declaration, **said)


class DeclarationReconsider(DeclarationVerb):
    """Let the meeting decide again."""

    template_name = "networks/declaration_confirm_reconsider.html"
    primary_label = _("Take it up again")
    done = _("The question is open again.")
    check = staticmethod(rules.check_may_reconsider_declaration)

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        return ConfirmForm(data, required=True, help_text=_("Why it is taken up again."), **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.reconsider_declaration(
            declaration=self.declaration, reason=typed["comment"], by=person(self.request), now=self.now
        )
