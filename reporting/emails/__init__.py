"""The letters about reports, one file per object."""
