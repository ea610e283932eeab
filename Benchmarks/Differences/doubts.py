"""How likely it is false to tell two treatments apart, written a second time from docs/decisions/0003-evidence.md ("Told
apart") and not from the Swift: what is not told apart is judged by it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A pair's people, blurred count, its noise's variance, and what it leans toward: mean, doubt, weight."""
    people: int
    count: float
    noise: float
    parent: float
    doubt: float
    weight: float

    @property
    def share(self):
        return self.count / self.people

    @property
    def between(self):
        return self.parent * (1 - self.parent) / (self.weight + 1) + self.doubt

    @property
    def posterior(self):
        """Mean and variance."""
        spread = self.parent * (1 - self.parent)
        own = self.people ** 2 * spread / (self.people * spread + self.noise)
        before = max(spread / self.between - 1, 0.5)
        mean = (own * min(max(self.share, 0), 1) + before * self.parent) / (own + before)
        return mean, mean * (1 - mean) / (own + before + 1)

    @property
    def sampling(self):
        p = min(max(self.posterior[0], 1e-3), 1 - 1e-3)
        return p * (1 - p) / self.people + self.noise / self.people ** 2


def likelihoods(one, other):
    """Of the difference: had both one truth, and had each its own."""
    difference, narrow = one.share - other.share, one.sampling + other.sampling
    wide, off = narrow + one.between + other.between, difference - one.parent + other.parent
    return [math.exp(-d * d / (2 * v)) / math.sqrt(v) for d, v in ((difference, narrow), (off, wide))]


def alike(pairs, shares):
    """The share of pairs with one truth that makes the differences likeliest; a pair counts 2/m, and one more for a half."""
    def slope(share):
        return 2 / shares * sum((f0 - f1) / (share * f0 + (1 - share) * f1 + 1e-300) for f0, f1 in pairs) \
            + 0.5 / share - 0.5 / (1 - share)
    low, high = 1e-9, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def doubts(known):
    """Of each two places (first < second) how likely it is false to tell them apart, in the likelier order."""
    places = [(i, j) for j in range(len(known)) for i in range(j)]
    pairs = {place: likelihoods(known[place[0]], known[place[1]]) for place in places}
    share = alike(pairs.values(), len(known))
    found = {}
    for (i, j), (f0, f1) in pairs.items():
        same = share * f0 / (share * f0 + (1 - share) * f1 + 1e-300)
        (a, va), (b, vb) = known[i].posterior, known[j].posterior
        lower = math.erfc(abs(a - b) / math.sqrt(2 * (va + vb))) / 2
        found[i, j] = same + (1 - same) * lower
    return found
