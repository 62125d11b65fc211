"""What can be done to what is given: one function per action."""
