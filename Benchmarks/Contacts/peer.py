"""What libphonenumber's matcher (Google's rules, PyPI phonenumbers) makes of the same lines, in several countries at once."""
import json
import pathlib
import sys

import phonenumbers

FOLDER = pathlib.Path(__file__).parent


def holds(line: str, leniency: int) -> bool:
    for region in ("US", "MX", "ES", "GB"):
        if phonenumbers.PhoneNumberMatcher(line, region, leniency=leniency).has_next():
            return True
    return False


def count(name: str, leniency: int) -> int:
    return sum(holds(line, leniency) for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines())


peers = {
    label: {name: count(name, leniency) for name in ("hidden", "aside", "health")}
    for label, leniency in (
        ("libphonenumber, valid", phonenumbers.Leniency.VALID),
        ("libphonenumber, possible", phonenumbers.Leniency.POSSIBLE),
    )
}
json.dump(peers, sys.stdout)
