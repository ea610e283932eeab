"""In which group a pair's people are counted: the first release's rule, written a second time from the ADR.

The comparisons need the same groups as the release, whatever it tells of them."""

import csv
from collections import defaultdict

import harness
from estimate import Leaf

LEAST = 11
HELPED = 3


def named(name):
    """The identifier that belongs to a name for ever (UUIDv8 over 128-bit FNV-1a), as the database keeps it."""
    value = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in name.encode():
        value = (value ^ byte) * 0x0000_0000_0100_0000_0000_0000_0000_013B % (1 << 128)
    high, low = value >> 64, value & (1 << 64) - 1
    high = high & ~0xF000 | 0x8000
    low = low & (1 << 62) - 1 | 1 << 63
    return (high << 64 | low).to_bytes(16, "big")


def table(file):
    with open(harness.ROOT / "Vocabulary" / file, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


class Catalogue:
    """Families of treatments, and wider conditions."""

    def __init__(self):
        families = {row["slug"]: row["parent"] for row in table("families.csv")}
        conditions = {row["slug"]: row["parent"] for row in table("conditions.csv")}
        self.families = {
            named(f"treatment:{row['slug']}"): self.chain("family", row["family"], families)
            for row in table("treatments.csv")}
        self.wider = {
            named(f"condition:{slug}"): self.chain("condition", parent, conditions)
            for slug, parent in conditions.items()}

    @staticmethod
    def chain(kind, slug, parents):
        found = []
        while slug and len(found) < 8:
            found.append(named(f"{kind}:{slug}"))
            slug = parents.get(slug)
        return found

    def homes(self, pair):
        """Where a pair too small for itself may be counted, the nearest first: keys (kind, treatment, family, purpose)."""
        treatment, purpose = pair
        homes = [("family-rest", None, family, purpose) for family in self.families.get(treatment, [])]
        homes += [("treatment-rest", treatment, None, None), ("purpose-rest", None, None, purpose)]
        return homes + [("purpose-rest", None, None, wider) for wider in self.wider.get(purpose, [])]

    def place(self, key):
        """Family and branch of a group. What is left of a treatment is a branch of its own."""
        kind, treatment, family, purpose = key
        if kind == "treatment-rest":
            return None, ("treatment", treatment)
        if kind == "pair":
            family = next(iter(self.families.get(treatment, [])), None)
        return family, purpose


def grouped(cells, catalogue):
    """Key of each group, and its pairs. `cells`: the five steps' counts of each pair, each answer another person's."""
    places, waiting = {}, []
    for pair in sorted(cells):
        if sum(cells[pair]) >= LEAST:
            places[pair] = ("pair", pair[0], None, pair[1])
        else:
            waiting.append(pair)
    for level in range(max((len(catalogue.homes(pair)) for pair in waiting), default=0)):
        members = defaultdict(list)
        for pair in waiting:
            homes = catalogue.homes(pair)
            if level < len(homes):
                members[homes[level]].append(pair)
        for key, pairs in members.items():
            if len(pairs) > 1 and sum(sum(cells[pair]) for pair in pairs) >= LEAST:
                places.update((pair, key) for pair in pairs)
        waiting = [pair for pair in waiting if pair not in places]
    groups = defaultdict(list)
    for pair in sorted(places):
        groups[places[pair]].append(pair)
    return dict(groups)


def leaves(cells, groups, catalogue):
    """Each group as the estimates take it, with exact counts."""
    return {
        key: Leaf(
            sum(sum(cells[pair]) for pair in pairs), sum(sum(cells[pair][HELPED:]) for pair in pairs), 0.0, len(pairs),
            *catalogue.place(key))
        for key, pairs in groups.items()}
