"""Lists, as they stand in the page."""

import re
from datetime import UTC, datetime

import django_tables2 as tables

from common.tables import DayColumn, KronerColumn, PortalTable, StateColumn


class Sample(PortalTable):
    caption = "Nettverk"
    name = tables.Column("Navn")
    state = StateColumn(verbose_name="Tilstand")
    sent = DayColumn(verbose_name="Sendt")
    amount = KronerColumn(verbose_name="Beløp, kr", footer="5")


ROWS = [
    {
        "name": "<b>Fosen</b>",
        "state": "approved",
        "sent": datetime(2026, 12, 1, 22, 59, tzinfo=UTC),
        "amount": 900000,
    },
    {"name": "Øyene", "state": "draft", "sent": None, "amount": None},
]


def html(rf, **kwargs):
    return Sample(ROWS, **kwargs).as_html(rf.get("/?name=a&page=3"))


def test_a_table_has_a_caption_a_region_and_row_headings(rf):
    page = html(rf)
    assert 'aria-label="Nettverk"' in page
    assert 'tabindex="0"' in page
    assert page.count('scope="row"') == 2
    assert "data-stack" in page


def test_numbers_stand_to_the_right_and_nothing_is_a_dash(rf):
    page = html(rf)
    assert "900\u00a0000" in page
    assert re.findall(r'<td[^>]*class="num"[^>]*>(.*?)</td>', page) == ["900\u00a0000", "–", "5"]


def test_a_state_is_a_tag_and_text_is_escaped(rf):
    page = html(rf)
    assert '<span class="ds-tag" data-size="sm" data-color="success">approved</span>' in page
    assert "&lt;b&gt;Fosen&lt;/b&gt;" in page


def test_sorting_keeps_the_filter_and_goes_to_the_first_page(rf):
    assert 'href="?name=a&amp;sort=amount"' in html(rf)


def test_a_sorted_column_says_so(rf):
    assert 'aria-sort="descending"' in html(rf, order_by="-name")
