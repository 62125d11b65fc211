"""The head's form: one text for each theme, and how the staff took part."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm, dress
from needs.forms.fields import LongText
from needs.models import Assessment, Theme


class AssessmentForm(PortalForm):
    """All fields may be empty in a draft."""

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in themes:
            self.fields[f"theme_{theme.pk}"] = LongText(label=theme.name)
        self.fields["staff_involvement"] = LongText(
            label=_("How did the staff take part?"),
            help_text=_("Who took part, when, and how did you agree on what you need?"),
        )
        for field in self.fields.values():
            dress(field)
        self.themes = [theme.pk for theme in themes]

    @classmethod
    def starting_with(
        cls, assessment: Assessment, texts: Mapping[int, str], themes: Sequence[Theme]
    ) -> "AssessmentForm":
        """The form as the assessment stands."""
        initial = {f"theme_{key}": text for key, text in texts.items()}
        return cls(themes=themes, initial={**initial, "staff_involvement": assessment.staff_involvement})

    @property
    def items(self) -> dict[int, str]:
        """The typed text for each theme's key."""
        return {key: self.cleaned_data[f"theme_{key}"] for key in self.themes}
