"""The lists of reports, one file per object."""
