"""What looks like a national identity number is found; what people else write is not."""

import pytest

from common.national_ids import holds_national_id


@pytest.mark.parametrize(
    "text",
    [
        "15108695088",
        "151086 95088",
        "Født 151086 95088 i Prøvedal",
        "15 10 86 950 88",
        "15.10.86-95088",
        "nummer:15108695088.",
    ],
)
def test_found_with_and_without_spaces(text):
    assert holds_national_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15108695077",
        "115108695088",
        "151086950881",
        "Telefon 73 00 00 00",
        "Org.nr. 987 654 325",
        "Høsten 2026 og våren 2027, 60 studiepoeng",
        "15108695088x"[:-2],
    ],
)
def test_other_numbers_are_not(text):
    assert not holds_national_id(text)
