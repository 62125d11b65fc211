"""The order of a letter's lines."""

from grants.services.lines import _by_number
from grants.spreading import LineDraft


def test_individual_measures_stand_by_number_and_the_rest_where_it_stood():
    rows = [
        LineDraft("fixed", "Leder", 1),
        LineDraft("individual", "nr. 101", 1, request="nomination-101"),
        LineDraft("individual", "nr. 82", 1, request="nomination-82"),
        LineDraft("collective", "Lek", 1),
    ]
    assert [row.label for row in _by_number(rows)] == ["Leder", "nr. 82", "nr. 101", "Lek"]
