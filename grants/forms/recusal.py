"""The form in which somebody at the office is recorded as not impartial."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PickOne, PortalForm
from needs.models import LONG_TEXT
from networks.models import Network, Organisation, User


class RecusalForm(PortalForm):
    """Who takes no part, in what, and why."""

    who = PickOne(label=_("Who"))
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        help_text=_(
            "Whoever takes no part in one recipient's grant neither prepares nor approves the decision."
        ),
    )
    reason = LongText(
        label=_("Why?"),
        required=True,
        max_length=LONG_TEXT,
        rows=4,
        help_text=_(
            "Your colleagues at the office read this. Write no more about private matters than you must."
        ),
    )

    def __init__(
        self,
        *args: Any,
        staff: Iterable[User],
        networks: Iterable[Network],
        universities: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        self.bodies: dict[str, dict[str, Any]] = {
            f"network-{row.pk}": {"network": row} for row in networks
        } | {f"university-{row.pk}": {"university": row} for row in universities}
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(list(staff))  # type: ignore[attr-defined]  # -- a PickOne
        names = [(key, str(next(iter(body.values())))) for key, body in self.bodies.items()]
        self.fields["about"].choices = [("", _("The whole round")), *names]  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean_who(self) -> User:
        """Somebody must be chosen."""
        who: User | None = self.cleaned_data["who"]
        if who is None:
            raise forms.ValidationError(_("Choose who takes no part."))
        return who

    def body(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The recipient that is chosen, as an argument of the service; empty for the whole round."""
        return self.bodies.get(typed["about"], {})
