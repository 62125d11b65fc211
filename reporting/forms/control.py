"""The forms of the control: a note or a question, an answer, and the approval with what becomes of unused money."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import LongText, PortalForm, dress
from common.money import kroner
from needs.models import LONG_TEXT
from reporting.controlled import Finding
from reporting.findings import title_of
from reporting.queries.settlement import Unspent
from reporting.services.settlement import Choice
from reporting.states import RemarkKind, UnspentWay


class RemarkForm(PortalForm):
    """A note for the office, or a question to the recipient; on a finding or on the whole."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you write?"),
        choices=[
            (RemarkKind.NOTE, gettext_lazy("A note for the office. The recipient does not see it.")),
            (RemarkKind.QUESTION, gettext_lazy("A question to the recipient. It is sent by e-mail.")),
        ],
        widget=forms.RadioSelect,
        initial=RemarkKind.NOTE,
    )
    finding = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = LongText(label=gettext_lazy("Text"), required=True, max_length=LONG_TEXT)

    def __init__(
        self, *args: Any, findings: Sequence[Finding] = (), may_ask: bool = True, **kwargs: Any
    ) -> None:
        """`may_ask` is false where the recipient can no longer answer: then only a note is offered."""
        super().__init__(*args, **kwargs)
        if not may_ask:
            kind: Any = self.fields["kind"]
            kind.choices = [choice for choice in kind.choices if choice[0] != RemarkKind.QUESTION]
        chosen: Any = self.fields["finding"]
        chosen.choices = [("", _("The whole report")), *((row.key, _label(row)) for row in findings)]


def _label(finding: Finding) -> str:
    about = finding.facts.get("line") or finding.facts.get("measure") or ""
    return f"{title_of(finding.code)}: {about}" if about else title_of(finding.code)


class AnswerForm(PortalForm):
    """The recipient's answer."""

    text = LongText(label=gettext_lazy("Your answer"), required=True, max_length=LONG_TEXT)


class ApproveForm(PortalForm):
    """What everybody may read, a comment, and for each line what becomes of its unused money."""

    public_text = LongText(
        label=gettext_lazy("What everybody may read"),
        help_text=gettext_lazy(
            "A short text about what came of the money. It is shown on the open pages, and the recipient gets it by "
            "e-mail. Write no names of people, and nothing that tells who a child or an employee is."
        ),
        rows=6,
        max_length=LONG_TEXT,
    )
    comment = LongText(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("It stands on the report's page, where the recipient can read it."),
        rows=3,
    )

    def __init__(self, *args: Any, unspent: Iterable[Unspent] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unspent = list(unspent)
        found: dict[str, forms.Field] = {}
        for line in self.unspent:
            found |= _fields_of(line)
        self.fields = {**found, **self.fields}

    @property
    def choices(self) -> dict[str, Choice]:
        """What is chosen for each line, by the line's key."""
        typed = self.cleaned_data
        return {
            line.key: Choice(way=typed[f"way_{line.key}"], reason=typed[f"reason_{line.key}"])
            for line in self.unspent
        }


def _fields_of(line: Unspent) -> dict[str, forms.Field]:
    facts = {"line": line.row.line.label, "amount": kroner(line.amount_nok)}
    ways = [(UnspentWay.RETURN.value, _("Claim it back"))]
    if line.to_grant is not None:
        year = line.to_grant.decision.round.grant_year
        ways.insert(0, (UnspentWay.CARRY_OVER.value, _("Let it be used in %(year)s") % {"year": year}))
    way = forms.ChoiceField(
        label=_("%(line)s: %(amount)s is unspent") % facts,
        choices=ways,
        widget=forms.RadioSelect(),
        initial=line.default_way,
        help_text=_wish_of(line),
    )
    reason = LongText(
        label=_("%(line)s: why?") % facts,
        help_text=_("The recipient gets this by e-mail."),
        rows=2,
        required=True,
        max_length=2_000,
        initial=line.row.unspent_reason,
    )
    prepared = {f"way_{line.key}": way, f"reason_{line.key}": reason}
    return {name: _dressed(field) for name, field in prepared.items()}


def _wish_of(line: Unspent) -> str:
    said = []
    if line.row.unspent_wish:
        wish = line.row.get_unspent_wish_display().lower()
        said.append(_("The recipient's wish: %(wish)s.") % {"wish": wish})
    if line.row.carry_over_id is not None:
        said.append(_("The money is carried over once already, so it can only be claimed back."))
    elif line.to_grant is None:
        said.append(
            _(
                "It cannot be used next year: the recipient has no letter for that year. It can be claimed back."
            )
        )
    return " ".join(said)


def _dressed(field: forms.Field) -> forms.Field:
    dress(field)
    return field
