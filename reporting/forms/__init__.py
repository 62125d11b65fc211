"""The forms of reports, one file per object."""
