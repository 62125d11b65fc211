"""Recording what becomes of bodies and places, with what follows from it said before."""
