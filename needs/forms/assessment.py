"""The head's form: one text for each theme, and who took part."""

from collections.abc import Sequence
from typing import Any

from django.forms import BoundField

from common.forms import dress
from needs.forms.fields import LongText
from needs.forms.involvement import InvolvementForm
from needs.models import Theme

ROWS = 3


class AssessmentForm(InvolvementForm):
    """The themes first, then who took part. All fields may be empty in a draft."""

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [f"theme_{theme.pk}" for theme in themes]
        for name, theme in zip(self.names, themes, strict=True):
            self.fields[name] = LongText(label=theme.name, rows=ROWS)
            dress(self.fields[name])
        self.order_fields(self.names)

    @property
    def theme_fields(self) -> list[BoundField]:
        """One field for each theme."""
        return [self[name] for name in self.names]

    @property
    def involvement_fields(self) -> list[BoundField]:
        """Who took part, when and how."""
        return [field for field in self if field.name not in self.names]
