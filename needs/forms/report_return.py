"""Returning a report: one comment to all of it, and a box at each field that has text."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import dress
from common.kept import KeptRow, KeptSection
from needs.forms.fields import LongText
from needs.forms.needs_report import ReturnForm
from needs.report_content import comment_key

LONGEST_COMMENT = 2000


class ReturnWithCommentsForm(ReturnForm):
    """The comment and the day, and a comment for each field that can have one. `parts` are the report's sections."""

    def __init__(self, *args: Any, parts: Sequence[KeptSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            for row in part.rows:
                key = comment_key(part, row)
                if key:
                    label = _("Comment to “%(field)s”") % {"field": row.label}
                    field = LongText(label=label, max_length=LONGEST_COMMENT, rows=2)
                    dress(field)
                    self.fields[f"at-{key}"] = field

    @property
    def at_fields(self) -> dict[str, str]:
        """What is written at single fields, by the field's key."""
        return {
            name.removeprefix("at-"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("at-") and text
        }

    def sections(self) -> Iterator[tuple[str, list[tuple[KeptRow, forms.BoundField]]]]:
        """Each section with a box: its title, and its fields beside their boxes."""
        for part in self.parts:
            keys = [(row, comment_key(part, row)) for row in part.rows]
            boxes = [(row, self[f"at-{key}"]) for row, key in keys if key]
            if boxes:
                yield part.title, boxes
