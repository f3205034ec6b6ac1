"""Arithmetic with the numbers of JSON as they are written: 4.35 is a multiple of 0.01."""

from decimal import Decimal
from fractions import Fraction


def is_multiple(number: float, divisor: float) -> bool:
    """Whether a number is a multiple of another one, each taken as it is written."""
    if isinstance(number, int) and isinstance(divisor, int):
        return number % divisor == 0
    try:
        return (_read(number) / _read(divisor)).denominator == 1
    except (OverflowError, ValueError):  # infinite: more than a number of JSON can be
        return False


def _read(number: float) -> Fraction:
    return Fraction(Decimal(repr(number)))
