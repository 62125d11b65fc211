"""The facts about an organisation without which no grant letter can go to it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.models import Organisation

LETTER_FACTS = {
    "org_number": _("organisation number"),
    "account_number": _("account number"),
    "postal_address": _("postal address"),
}
"""Column → what it is called. Source: økonomireglementet § 8, as in grants/letters.py."""


def lacks_facts() -> Q:
    """The organisations that lack at least one of the facts."""
    lacking = Q(org_number__isnull=True)
    for column in LETTER_FACTS:
        lacking |= Q(**{column: ""})
    return lacking


def facts_lacking(organisation: Organisation) -> list[str]:
    """What the organisation lacks, in words; empty when it lacks nothing."""
    return [str(label) for column, label in LETTER_FACTS.items() if not getattr(organisation, column)]
