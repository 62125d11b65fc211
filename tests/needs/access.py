"""Who gets which answer at the addresses of this app."""

from tests.needs import access_bases, access_reports

ROWS = [*access_reports.ROWS, *access_bases.ROWS]
