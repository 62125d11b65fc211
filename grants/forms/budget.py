"""The forms of the frame, the key and the posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import KronerField, NumberField, PortalForm
from common.money import kroner
from common.views import whole_number
from grants.models import Budget
from grants.queries.posts import Identity
from grants.recipients import network_in, network_key, university_in, university_key
from grants.services.budget import BudgetValues
from grants.services.posts import PostValues
from networks.models import Network, Organisation

MOST_NOK = 2_000_000_000
HELD = "held"

Choices = list[tuple[str, Any]]


class BudgetForm(PortalForm):
    """The frame and the key."""

    frame_nok = KronerField(label=_("Frame for the year"), max_value=MOST_NOK)
    is_preliminary = forms.BooleanField(
        label=_("The frame is preliminary"),
        help_text=_("Untick it when the letter of allocation has come."),
        required=False,
    )
    individual_cap_percent = NumberField(
        label=_("Most that may go to individual measures"),
        unit="%",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    flat_percent = NumberField(
        label=_("Part that is shared equally among the networks"),
        help_text=_("The rest is shared by the figures below."),
        unit="%",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    weight_children = NumberField(
        label=_("Weight of children"), min_value=0, max_value=9999, max_digits=6, decimal_places=2
    )
    weight_staff = NumberField(
        label=_("Weight of full-time positions"), min_value=0, max_value=9999, max_digits=6, decimal_places=2
    )
    weight_kindergartens = NumberField(
        label=_("Weight of kindergartens"), min_value=0, max_value=9999, max_digits=6, decimal_places=2
    )
    round_to = KronerField(
        label=_("Round to whole"),
        help_text=_("1 gives whole kroner, 1000 gives whole thousands."),
        max_value=1_000_000,
    )
    cap_at_requested = forms.BooleanField(
        label=_("No network gets more than it asks for"),
        help_text=_(
            "What it leaves is shared among the others. Without this, also networks without a basis get money."
        ),
        required=False,
    )

    note = forms.CharField(
        label=_("What is changed, and why"),
        help_text=_("Everybody who reads the frame sees this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_round_to(self) -> int:
        """At least 1 krone."""
        value: int | None = self.cleaned_data["round_to"]
        if not value:
            raise forms.ValidationError(_("Round to 1 krone or more."))
        return value

    @staticmethod
    def starting_with(budget: Budget | None, cap_percent: int) -> dict[str, Any]:
        """The values as they are recorded, or those to begin with under a scheme's cap."""
        if budget is not None:
            return {name: getattr(budget, name) for name in BudgetForm.base_fields if name != "note"}
        weights = {"weight_children": 1, "weight_staff": 0, "weight_kindergartens": 0}
        start = {"is_preliminary": True, "individual_cap_percent": cap_percent, "flat_percent": 40, **weights}
        return start | {"round_to": 1, "cap_at_requested": False}

    @property
    def values(self) -> BudgetValues:
        """The typed values for the service."""
        return BudgetValues(**self.cleaned_data)


@dataclass(frozen=True)
class Beside:
    """What stands beside a row: what was proposed (by proposal, and by the stored post's key), and last year's."""

    proposed: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[int, int | None] = field(default_factory=dict)
    last_year: Mapping[Identity, int] = field(default_factory=dict)

    def proposed_for(self, pk: Any, proposal: str) -> int | None:
        """The amount that was proposed, or None where the post was written by hand."""
        if not pk:
            return self.proposed.get(proposal)
        key = whole_number(str(pk))
        return self.stored.get(key) if key is not None else None


class PostForm(PortalForm):
    """One post. A row that is left empty is no post."""

    recipient = forms.ChoiceField(label=_("Recipient"))
    label = forms.CharField(label=_("What it is for"), max_length=160)
    amount_nok = KronerField(label=_("Amount, kr"), max_value=MOST_NOK)
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why another amount than proposed"), max_length=2000, required=False)
    key = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    proposal = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, recipients: Choices, beside: Beside, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside = beside
        chooser: Any = self.fields["recipient"]
        chooser.choices = [("", _("Choose")), *recipients]
        self.empty_permitted = True

    def has_changed(self) -> bool:
        """Whether anything is typed in the row; the hidden fields do not count."""
        return bool({"recipient", "label", "amount_nok"} & set(self.changed_data))

    @property
    def proposed_nok(self) -> int | None:
        """What was proposed for this row."""
        return self.beside.proposed_for(self["pk"].value(), self["proposal"].value() or "")

    @property
    def compared(self) -> list[str]:
        """The proposal and last year's amount, as hints under the amount."""
        recipient = str(self["recipient"].value() or "")
        if not self.fields["recipient"].valid_value(recipient):  # type: ignore[attr-defined]  # -- a choice field
            recipient = ""
        same = (
            self["key"].value() or "",
            self["label"].value() or "",
            network_in(recipient),
            university_in(recipient),
        )
        parts, last = [], self.beside.last_year.get(same)
        if self.proposed_nok is not None:
            parts.append(gettext("Proposed: %(amount)s") % {"amount": kroner(self.proposed_nok)})
        if last is not None:
            parts.append(gettext("Last year: %(amount)s") % {"amount": kroner(last)})
        return parts

    def clean(self) -> dict[str, Any]:
        """Another amount than the proposed one has a reason."""
        row: dict[str, Any] = super().clean() or self.cleaned_data
        proposed, amount = self.proposed_nok, row.get("amount_nok")
        if proposed is not None and amount is not None and amount != proposed and not row.get("reason"):
            sentence = gettext("The proposal is %(amount)s. Write why it is another amount.")
            self.add_error("reason", sentence % {"amount": kroner(proposed)})
        return row

    @property
    def values(self) -> PostValues:
        """The typed post for the service."""
        row = self.cleaned_data
        return PostValues(
            label=row["label"],
            amount_nok=row["amount_nok"],
            network=network_in(row["recipient"]),
            university=university_in(row["recipient"]),
            pk=row["pk"],
            key=row["key"],
            proposal=row["proposal"],
            reason=row["reason"],
        )


class PostFormSet(forms.BaseFormSet):
    """Rows of posts that can be added to and removed from without a script."""

    row_label = _("Post")

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")

    @property
    def values(self) -> list[PostValues]:
        """The posts that are left, in the order of the page."""
        return [
            form.values for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


Posts = forms.formset_factory(
    PostForm, formset=PostFormSet, extra=0, can_delete=True, max_num=400, absolute_max=500
)


def recipient_choices(
    networks: Iterable[Network], universities: Iterable[Organisation], *, with_governor: bool
) -> Choices:
    """Whom a post can go to. `with_governor` also offers to hold the money at the county governor."""
    groups: Choices = [
        (str(_("Networks")), [(network_key(network.pk), str(network)) for network in networks]),
        (str(_("Universities")), [(university_key(u.pk), u.label) for u in universities]),
    ]
    return [(HELD, _("Held by the County Governor")), *groups] if with_governor else groups


def row_of(post: Mapping[str, Any]) -> dict[str, Any]:
    """The initial values of a row, from a stored or proposed post."""
    if post["network"]:
        recipient = network_key(post["network"])
    else:
        recipient = university_key(post["university"]) if post["university"] else HELD
    return {
        "recipient": recipient,
        "label": post["label"],
        "amount_nok": post["amount_nok"],
        "pk": post.get("pk"),
        "key": post.get("key", ""),
        "proposal": post.get("proposal", ""),
        "reason": post.get("reason", ""),
    }


def typed_rows(data: Mapping[str, Any], prefix: str, *, add: int) -> list[dict[str, Any]]:
    """The rows as typed, without judging them, and `add` empty ones: for the button that adds a row."""
    typed = str(data.get(f"{prefix}-TOTAL_FORMS", "0"))
    total = min(int(typed), 400) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    names = [*PostForm.base_fields, "DELETE"]
    rows = [{name: data.get(f"{prefix}-{index}-{name}", "") for name in names} for index in range(total)]
    return [*rows, *({} for _number in range(add))]
