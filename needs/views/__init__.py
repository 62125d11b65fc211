"""The pages of what is wanted."""
