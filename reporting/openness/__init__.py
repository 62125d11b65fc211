"""What everybody may read without signing in: which numbers are hidden, the data sets and how they are written."""
