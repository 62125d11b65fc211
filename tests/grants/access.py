"""The access rows of the app, part by part."""

from tests.grants import access_decision

ROWS = [*access_decision.ROWS]
