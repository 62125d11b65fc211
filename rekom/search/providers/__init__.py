"""One file for each family of things that can be found."""
