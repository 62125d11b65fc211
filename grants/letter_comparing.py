"""A letter beside last year's to the same recipient: the words that differ, and the amounts line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.differences import SectionDifference, compare
from common.kept import KeptSection, Words, kept, read_sections, row, section

WORDS = Words(
    names={
        "letter": _("The letter"),
        "title": _("Title"),
        "lead": _("How the letter begins"),
        "recipient": _("Recipient"),
        "account": _("Account number"),
        "address": _("Postal address"),
        "purpose": _("What the grant is for"),
        "cuts": _("What you asked for that is not granted"),
        "text": _("Text"),
    }
)


@dataclass(frozen=True)
class AmountRow:
    """One line of the two letters, in kroner; None where a letter does not have it."""

    label: str
    before_nok: int | None
    after_nok: int | None

    @property
    def difference_nok(self) -> int:
        """How much more it is now; negative when it is less."""
        return (self.after_nok or 0) - (self.before_nok or 0)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[SectionDifference]:
    """What the words of two letters' contents differ by, in the newer one's order. Amounts are compared apart."""
    return compare(_sections(before), _sections(after))


def amount_rows(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[AmountRow]:
    """The lines of both letters by label, the newer one's first; lines with the same label are added up."""
    old, new = _amounts(before or {}), _amounts(after)
    rows = [AmountRow(label, old.get(label), amount) for label, amount in new.items()]
    return rows + [AmountRow(label, amount, None) for label, amount in old.items() if label not in new]


def _amounts(content: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in content.get("lines", ()):
        found[line["label"]] = found.get(line["label"], 0) + line["amount_nok"]
    return found


def _sections(content: Mapping[str, Any]) -> list[KeptSection]:
    recipient = content["recipient"]
    about = section(
        "letter",
        [
            row("title", text=content["title"]),
            row("lead", text=content["lead"]),
            row("recipient", text=recipient["name"]),
            row("account", text=recipient["account_number"]),
            row("address", text=", ".join(recipient["address"])),
            row("purpose", text=content["purpose"]),
        ],
    )
    cuts = [
        f"{cut['label']}: {cut['amount']} / {cut['requested']}. {' '.join(cut['reasons'])}"
        for cut in content.get("cuts", ())
    ]
    parts = [
        section(
            f"section:{part['title']}", [row("text", text="\n".join(part["paragraphs"]))], title=part["title"]
        )
        for part in content["sections"]
    ]
    return read_sections(kept({}, about, section("cuts", [row("text", names=cuts)]), *parts), WORDS)
