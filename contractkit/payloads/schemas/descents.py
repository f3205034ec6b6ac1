"""How far references that lead back to themselves are followed on the way to a place."""

from collections import Counter
from dataclasses import dataclass, replace

MOST_OF_ONE = 2  # how often one reference is followed
MOST_TO_OPTIONAL = 2  # how many are followed in all, on the way to what may be left out


@dataclass(frozen=True, slots=True)
class Descent:
    """The references that were followed on the way to a place, sorted, each as often as it was.

    `optional`: whether a payload may do without the place.
    """

    followed: tuple[str, ...] = ()
    optional: bool = False

    def enter(self, *, optional: bool) -> "Descent":
        """The descent to a member or an item of the place."""
        return self if optional == self.optional else replace(self, optional=optional)

    def follow(self, reference: str) -> "Descent | None":
        """The descent behind one more reference; None where enough were followed."""
        spent = self.optional and len(self.followed) >= MOST_TO_OPTIONAL
        if spent or self.followed.count(reference) >= MOST_OF_ONE:
            return None
        return replace(self, followed=tuple(sorted((*self.followed, reference))))

    def join(self, other: "Descent") -> "Descent":
        """The descent of a place at which both judge."""
        if self.followed == other.followed:
            return self
        both = Counter(self.followed) | Counter(other.followed)
        return replace(self, followed=tuple(sorted(both.elements())))


AT_ROOT = Descent()
