"""The filters of lists of reports, one file per object."""
