"""Who gets which answer where an assessment begins with last year's."""

from tests.access import MOVED, Row
from tests.needs.access_reports import assessment, nothing

ROWS = [
    Row("needs:assessment_carry_over", ("head", "owner"), assessment(nothing), "post", {}, MOVED),
]
