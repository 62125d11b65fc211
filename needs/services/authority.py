"""What the kindergarten authority does: write its note to the decision basis."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.drafts import Saved, Shown, merge
from needs.models import AuthorityNote
from needs.rules.authority import check_may_write_authority_note
from networks.models import Municipality, Network, Round, User

NOTE_FIELDS = ("text",)


def note_values(note: AuthorityNote) -> dict[str, Any]:
    """The values of the note's fields."""
    return {name: getattr(note, name) for name in NOTE_FIELDS}


@transaction.atomic
def save_authority_note(
    *,
    round: Round,
    network: Network,
    municipality: Municipality,
    typed: Mapping[str, Any],
    shown: Shown,
    by: User,
    now: datetime,
) -> Saved:
    """Save the municipality's note. What two have changed is given back, not stored. Raises NotAllowed, NotNow."""
    wanted = AuthorityNote(round=round, network=network, municipality=municipality)
    check_may_write_authority_note(by, wanted, now=now)
    note = _locked(wanted, by=by, now=now)
    merged = merge(shown=shown, typed=typed, stored=note_values(note))
    if merged.changed:
        for name, value in merged.changed.items():
            setattr(note, name, value)
        note.version, note.saved_by, note.saved_at = note.version + 1, by, now
        note.save(update_fields=[*merged.changed, "version", "saved_by", "saved_at"])
    return Saved(note.version, note_values(note), merged.conflicts)


def _locked(wanted: AuthorityNote, *, by: User, now: datetime) -> AuthorityNote:
    """The municipality's note, begun if need be."""
    wanted.version, wanted.saved_by, wanted.saved_at = 0, by, now
    AuthorityNote.objects.bulk_create([wanted], ignore_conflicts=True)
    return AuthorityNote.objects.select_for_update().get(
        round=wanted.round, network=wanted.network, municipality=wanted.municipality
    )
