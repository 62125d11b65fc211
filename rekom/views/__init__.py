"""The portal's own pages: home, the round, sign-in, and the demo's."""
