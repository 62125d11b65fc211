"""The nightly check of chains: money that cannot be followed from need to use is kept and told."""

from datetime import datetime

from grants.models import ChainFault, MoneyFault
from grants.services.money_check import keep_faults
from reporting.queries.trace_check import faults_of_chains


def check_chains(*, now: datetime) -> list[MoneyFault]:
    """Look for amounts without a chain. Returns the faults that are there now.

    New ones are kept and mailed to the case officers once; those that are gone are closed.
    """
    return keep_faults(faults_of_chains(), codes=ChainFault.values, now=now)
