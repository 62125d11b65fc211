"""What a case officer keeps about organisations, networks and the office: the facts that letters need."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pghistory
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from common.refusals import NotNow
from networks import rules
from networks.models import County, Network, Organisation, User

Changes = Mapping[str, Any]
"""Column → new value, of the columns that were changed; the others are left as they are in the database."""


@transaction.atomic
def update_organisation(
    *, organisation: Organisation, changes: Changes, by: User, now: datetime
) -> Organisation:
    """Change facts of an organisation; the history of its name and numbers says who did it.

    Raises NotAllowed, and NotNow when another organisation has the number.
    """
    rules.check_may_update_organisation(by, organisation, now=now)
    with pghistory.context(by=by.pk):
        try:
            with transaction.atomic():
                _save(organisation, changes)
        except IntegrityError as error:
            raise NotNow(_("Another organisation has this organisation number.")) from error
    return organisation


@transaction.atomic
def update_network(*, network: Network, changes: Changes, by: User, now: datetime) -> Network:
    """Change who receives the network's money, and what its leader costs."""
    rules.check_may_update_network(by, network, payee=changes.get("payee"), now=now)
    _save(network, changes)
    return network


@transaction.atomic
def update_office(*, county: County, changes: Changes, by: User, now: datetime) -> County:
    """Change how the county governor's office is named and reached; it is the sender of the letters."""
    rules.check_may_update_office(by, county, now=now)
    _save(county, changes)
    return county


def _save(obj: models.Model, changes: Changes) -> None:
    """Save what was changed on top of the row as it stands now, so that nobody's change of another field is lost."""
    if not changes:
        return
    obj.refresh_from_db()
    for name, value in changes.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(changes))
