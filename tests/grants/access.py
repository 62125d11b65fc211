"""The access rows of the app, part by part."""

from tests.grants import (
    access_budget,
    access_compare,
    access_complaints,
    access_decision,
    access_letters,
    access_money,
    access_payments,
    access_payouts,
    access_recommendation,
    access_scenario,
)

ROWS = [
    *access_budget.ROWS,
    *access_compare.ROWS,
    *access_complaints.ROWS,
    *access_money.ROWS,
    *access_decision.ROWS,
    *access_letters.ROWS,
    *access_payments.ROWS,
    *access_payouts.ROWS,
    *access_recommendation.ROWS,
    *access_scenario.ROWS,
]
