"""What the fuzzer knows of its target that nobody else may read."""

from dataclasses import dataclass

from contractkit.fuzz.records import Headers

SHORTEST = 3  # what is shorter hides half of any text and secures nothing


@dataclass(frozen=True, slots=True)
class Secrets:
    """The target's key, the secret of its tokens (either may be None), and headers of the user's.

    `headers` are sent with every request.
    """

    key: str | None = None
    jwt_secret: str | None = None
    headers: Headers = ()

    def hide(self, text: str) -> str:
        """The text without the key, the secret, and the values of the user's own headers."""
        values = [self.key, self.jwt_secret, *(value for _, value in self.headers)]
        for secret in sorted({one for one in values if one and len(one) >= SHORTEST}, key=len)[
            ::-1
        ]:
            for form in (secret, secret.swapcase(), secret[::-1], secret[:-1], secret[1:]):
                if len(form) >= SHORTEST:
                    text = text.replace(form, "***")
        return text
