"""`python -m tests.faulty --fault NAME --port 0` prints the URL and serves until it is stopped."""

import argparse
import sys

from tests.faulty.faults import ALLOWED, GROUPS
from tests.faulty.server import TOKEN_SECRET, start


def list_faults() -> str:
    groups = GROUPS | {"allowed": ALLOWED}
    return "\n".join(
        f"{group:14} {name:40} {description}"
        for group, faults in groups.items()
        for name, description in faults.items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faulty")
    parser.add_argument("--fault")
    parser.add_argument("--list", action="store_true", help="show the faults and stop")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default="secret")
    parser.add_argument("--token-secret", default=TOKEN_SECRET)
    parser.add_argument("--refusal-status", type=int, default=200)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--late", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    given = vars(parser.parse_args())
    if given.pop("list"):
        sys.stdout.write(list_faults() + "\n")
        return
    with start(given.pop("fault"), **given) as running:
        sys.stdout.write(running.url + "\n")
        sys.stdout.flush()
        try:
            running.thread.join()
        except KeyboardInterrupt:
            sys.exit(130)


if __name__ == "__main__":
    main()
