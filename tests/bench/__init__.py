"""`make bench`: how fast the portal is on the demo county. Run: `python -m tests.bench`."""
