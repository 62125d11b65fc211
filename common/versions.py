"""Two people at the same draft: the second is told, and loses nothing."""

from django.utils.translation import gettext as _

from common.refusals import NotNow


def check_version(current: int | str, shown: int | str) -> None:
    """Raises NotNow when the draft has been saved since the page was opened."""
    if current != shown:
        raise NotNow(
            _(
                "Somebody else has saved this draft since you opened it. What you wrote stands here, but it is not "
                "saved. Open the page in another window to see theirs. Save again to keep yours."
            )
        )
