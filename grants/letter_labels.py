"""What a line is called in the letter's written form. Labels are stored in the office's own; those that the portal
made itself are known again and said in nynorsk, those that people wrote stand as they were written.
"""

from collections.abc import Iterator

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from grants.letters import LANGUAGE
from grants.models import GrantLine
from networks.schemes import Scheme


def label_in(line: GrantLine, scheme: Scheme) -> str:
    """The line's label in the active language."""
    language = get_language() or LANGUAGE
    if language == LANGUAGE:
        return line.label
    with override(LANGUAGE):
        stored = list(_beginnings(line, scheme))
    for before, after in zip(stored, _beginnings(line, scheme), strict=True):
        rest = line.label.removeprefix(before)
        if rest != line.label and (not rest or not rest[0].isalnum() or before.endswith(" ")):
            return after + rest
    return line.label


def _beginnings(line: GrantLine, scheme: Scheme) -> Iterator[str]:
    """What labels that the portal makes begin with, in the active language: posts may go on with a network's name."""
    yield _("To be shared in the partnership")
    yield _("Individual measure no. %(number)s: %(study)s") % {"number": line.nomination_id, "study": ""}
    for post in scheme.fixed_posts:
        yield str(post.label)
