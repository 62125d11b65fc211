"""What can be done to what is wanted: one function per action."""
