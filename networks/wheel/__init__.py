"""The annual wheel: the year it shows, what stands in it, its geometry, its table, and the paper it is printed on.

Nothing here asks the database: `networks.queries.wheel` reads, these files arrange.
"""
