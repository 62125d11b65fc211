"""What the control saw, in words: what was seen, and against what."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.money import kroner
from reporting.controlled import Finding

AMOUNTS = ("used", "left", "had", "sum", "other", "paid")


def sentence_of(finding: Finding) -> str:
    """The finding in the active language."""
    facts: dict[str, Any] = dict(finding.facts)
    facts |= {name: kroner(int(facts[name])) for name in AMOUNTS if name in facts}
    if "fte" in facts:
        facts["fte"] = str(facts["fte"]).replace(".", ",")
    return {**_of_lines(), **_of_measures(), **_of_whole()}[finding.code] % facts


def title_of(code: str) -> str:
    """What a kind of finding is called in lists."""
    return _titles().get(code, code)


def _of_lines() -> Mapping[str, str]:
    return {
        "does_not_add_up": _(
            "%(line)s: used %(used)s and unspent %(left)s are %(sum)s, but the line had %(had)s."
        ),
        "kinds_do_not_add_up": _("%(line)s: the kinds add up to %(sum)s, but %(used)s is said to be used."),
        "not_reported": _("%(line)s: %(had)s was granted, but the report does not say how it was used."),
        "not_granted": _("%(line)s: %(used)s is said to be used, but the line had no money."),
        "used_more_than_had": _("%(line)s: %(used)s is used, more than the %(had)s that the line had."),
        "sum_jumps": _("%(line)s: %(used)s is used, far from the budget of %(had)s."),
        "much_left": _(
            "%(line)s: carried out in full and the goal reached, but %(left)s of %(had)s is left. Was the budget too "
            "large?"
        ),
        "much_other": _("%(line)s: %(other)s of %(used)s is “other”, without a note on what it is."),
        "payouts_differ": _(
            "%(line)s: %(used)s is said to be used, but %(paid)s is paid to owners in the portal."
        ),
        "wish_without_grant": _(
            "%(line)s: the recipient wants to use %(left)s next year, but has no issued grant for %(year)s."
        ),
    }


def _of_measures() -> Mapping[str, str]:
    return {
        "too_many_staff": _(
            "%(measure)s: %(staff)s people took part, but the kindergartens reached (%(n)s) have %(fte)s full-time "
            "equivalents in the figures of %(year)s. The figures count full positions, not people."
        ),
        "no_figures": _(
            "%(measure)s: the number of participants could not be held against staff figures of %(year)s. They are "
            "missing for %(names)s."
        ),
        "outside_measure": _("%(measure)s: reached kindergartens that were not in the plan: %(names)s."),
        "outside_network": _("%(measure)s: reached kindergartens outside the network: %(names)s."),
        "measure_not_reported": _(
            "%(measure)s: money was granted, but nobody has said whether it was carried out."
        ),
        "measure_not_granted": _("%(measure)s: reported as carried out, but no money was granted for it."),
        "money_without_measure": _("%(measure)s: not carried out, but %(used)s is used."),
        "facts_not_approved": _("%(measure)s: the shared facts are not approved by %(names)s."),
    }


def _of_whole() -> Mapping[str, str]:
    return {
        "no_kinds": _("What %(used)s was used for is not told by kind (number of lines: %(n)s)."),
        "used_more_than_paid": _("%(used)s is said to be used, but only %(paid)s is paid to the recipient."),
        "unanswered": _("Not answered: “%(question)s”."),
        "late": _("The report came on %(sent)s, after %(due)s."),
    }


def _titles() -> Mapping[str, str]:
    return {
        "does_not_add_up": _("Used and unspent do not add up"),
        "kinds_do_not_add_up": _("Kinds do not add up"),
        "no_kinds": _("Not told by kind"),
        "not_reported": _("A line is not reported"),
        "not_granted": _("A line without money is used"),
        "used_more_than_had": _("More is used than the line had"),
        "sum_jumps": _("Far from the budget"),
        "much_left": _("Much left of what is done"),
        "much_other": _("Much “other” without a note"),
        "payouts_differ": _("Differs from payouts to owners"),
        "wish_without_grant": _("No grant to carry over to"),
        "used_more_than_paid": _("More is used than paid"),
        "too_many_staff": _("Many participants"),
        "no_figures": _("No staff figures"),
        "outside_measure": _("Kindergartens outside the plan"),
        "outside_network": _("Kindergartens outside the network"),
        "measure_not_reported": _("A measure is not reported"),
        "measure_not_granted": _("A measure was not granted"),
        "money_without_measure": _("Money used without the measure"),
        "facts_not_approved": _("Shared facts are not approved"),
        "unanswered": _("A question is not answered"),
        "late": _("Late"),
    }
