"""The picture of what the needs reports cover."""

from django.utils.translation import gettext as _

from common.pictures import Picture, percent, stacked
from needs.queries.coverage import Coverage, Covered


def coverage_chart(coverage: Coverage, place: str) -> Picture:
    """The share of kindergartens and of children that are covered, municipal and private, in the network or place."""
    rows = (
        (_("Municipal kindergartens"), coverage.municipal),
        (_("Private kindergartens"), coverage.private),
        (_("All kindergartens"), coverage.kindergartens),
        (_("Children in municipal kindergartens"), coverage.municipal_children),
        (_("Children in private kindergartens"), coverage.private_children),
        (_("All children"), coverage.children),
    )
    return stacked(
        [(label, (row.sent, row.no_needs, row.not_sent)) for label, row in rows if row.total],
        key="coverage",
        title=_("What the needs reports cover in %(place)s") % {"place": place},
        text=in_words(coverage),
        label_header=_("Who"),
        part_headers=(_("Needs report sent"), _("No new needs"), _("Not sent")),
        total_header=_("In all"),
        are_shares=True,
    )


def in_words(coverage: Coverage) -> str:
    """'The owners of 31 of 43 kindergartens (72 %) have answered …'."""
    kindergartens, children = coverage.kindergartens, coverage.children
    return _(
        "The owners of %(answered)s of %(kindergartens)s kindergartens (%(share)s %%) have answered. They have "
        "%(child_share)s %% of the children."
    ) % {
        "answered": kindergartens.total - kindergartens.not_sent,
        "kindergartens": kindergartens.total,
        "share": share(kindergartens),
        "child_share": share(children),
    }


def share(covered: Covered) -> int:
    """Whole per cent of those whose owner has answered."""
    return percent(covered.total - covered.not_sent, covered.total)
