"""An arena as people type it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm
from networks.models import Arena
from networks.services.arenas import ArenaInput
from networks.states import ArenaKind


class ArenaForm(PortalForm):
    """What an arena is called, who comes, and what it is for."""

    mark_optional = True
    name = forms.CharField(label=_("What is it called?"), max_length=80)
    kind = forms.ChoiceField(
        label=_("What kind of arena is it?"),
        choices=ArenaKind,
        initial=ArenaKind.OTHER,
        help_text=_("It decides who is called to its meetings. You can change the list for each meeting."),
    )
    who = LongText(label=_("Who comes?"), rows=3)
    purpose = LongText(label=_("Responsibility, role and purpose"), rows=5)

    @classmethod
    def starting_with(cls, arena: Arena) -> "ArenaForm":
        """The form of an arena as it stands."""
        return cls(initial={name: getattr(arena, name) for name in ("name", "kind", "who", "purpose")})

    @property
    def typed(self) -> ArenaInput:
        """What the service wants."""
        data = self.cleaned_data
        return ArenaInput(**{**data, "kind": ArenaKind(data["kind"])})
