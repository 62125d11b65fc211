"""How the owners' seats mirror their kindergartens (Langsiktig plan, Kompetansenettverkenes sammensetning)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """One kind of owner in a network: how many kindergartens and seats it has, of all that owners have."""

    kindergartens: int
    of_kindergartens: int
    seats: int
    of_seats: int

    @property
    def is_asked_for(self) -> bool:
        """Whether there are such kindergartens at all."""
        return self.kindergartens > 0

    @property
    def expected_of(self) -> int:
        """How many owners' seats are shared: those there are, but one for each kind of owner at least."""
        both = 0 < self.kindergartens < self.of_kindergartens
        return max(self.of_seats, 2 if both else 1)

    @property
    def expected(self) -> int:
        """How many of the owners' seats would mirror the kindergartens: 0 where there are no such kindergartens.

        Of S owners' seats (`expected_of`), kindergartens k of n call for S·k/n, rounded down, and for one at least.
        Rounding down is what lets every network be met with the seats it has: of 2 seats, 5 private kindergartens
        of 8 call for 2·5/8 = 1.25, so 1; the 3 municipal ones for 0.75, so 1 as well. Since the two parts add up to
        S before rounding, they never call for more than S seats together.
        """
        if not self.is_asked_for:
            return 0
        return max(1, self.expected_of * self.kindergartens // self.of_kindergartens)

    @property
    def is_met(self) -> bool:
        """Whether the kind of owner has the seats that mirror its kindergartens."""
        return self.seats >= self.expected
