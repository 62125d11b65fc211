"""The pages of people, places, networks and rounds."""
