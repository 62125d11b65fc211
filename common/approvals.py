"""Several sides approve one thing that they write together: what an approval was given to, and what takes it away."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.models import ContentVersion

CHANGED_BACK = gettext_lazy("It has been changed, and changed back.")


def take_approvals_away(
    approvals: Iterable[Any],
    *,
    content: Callable[[], dict[str, Any]],
    changes: Callable[[dict[str, Any], dict[str, Any]], list[str]],
    changed: str,
    now: datetime,
) -> list[Any]:
    """Withdraw the approvals that stand, and give them back. Each says what differs from what was approved; one that
    fell before keeps saying all of it, until the side approves again.

    An approval has `withdrawn_at` and `withdrawn_because`; what it was given to is its kept version. `content` reads
    the thing as it is now, `changes` gives one line for each difference, `changed` (untranslated) is said where no
    version was kept. It is stored, so it is written in the portal's own language.
    """
    rows = list(approvals)
    falling = [row for row in rows if row.withdrawn_at is None]
    fallen = [row for row in rows if row.withdrawn_at and row.withdrawn_because]
    if not falling and not fallen:
        return []
    approved = _approved([*falling, *fallen])
    with override(settings.LANGUAGE_CODE):
        found = content()
        for row in (*falling, *fallen):
            row.withdrawn_at = row.withdrawn_at or now
            before = approved.get(row.pk)
            said = [_(changed)] if before is None else changes(before, found)
            row.withdrawn_because = "\n".join(said) or str(CHANGED_BACK)
    type(rows[0])._base_manager.bulk_update([*falling, *fallen], ["withdrawn_at", "withdrawn_because"])
    return falling


def _approved(rows: list[Any]) -> dict[int, dict[str, Any]]:
    about = ContentType.objects.get_for_model(type(rows[0]))
    versions = ContentVersion.objects.filter(content_type=about, object_id__in=[row.pk for row in rows])
    return {version.object_id: version.content for version in versions}
