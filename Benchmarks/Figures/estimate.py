"""Shares from blurred counts: what each group leans toward, how much, and how likely the range is.

The formulas of docs/decisions/0003-evidence.md written a second time, from the text and not from the Swift, so that the one
can be held against the other. With no noise they are what exact counts would say."""

import math
from dataclasses import dataclass

import beta

GRID = [4, 6, 8, 10, 12, 15, 19, 24, 30, 40, 60, 100]
PRIORS = [(12, 0.35), (25, 0.7), (25, 0.7)]


def variance(alpha):
    """Of one draw of two-sided geometric noise."""
    return 2 * alpha / (1 - alpha) ** 2


def draw(alpha, dice):
    def geometric():
        k = 0
        while dice.random() < alpha:
            k += 1
        return k
    return geometric() - geometric()


@dataclass(frozen=True)
class Leaf:
    """One group: how many answered, how many of them were helped a lot (with noise), the noise's variance."""
    people: int
    count: float
    noise: float
    pairs: int
    family: object
    branch: object

    @property
    def share(self):
        return self.count / self.people if self.people else 0.0

    def blurred(self, alpha, dice):
        """The same after one drawing."""
        return Leaf(self.people, self.count + draw(alpha, dice), variance(alpha), self.pairs, self.family, self.branch)


def effective(people, mean, noise):
    """As many exact answers as noised ones are worth."""
    spread = mean * (1 - mean)
    return people * people * spread / (people * spread + noise) if people else 0.0


def effective_weight(mean, doubt, k):
    spread = mean * (1 - mean)
    return max(spread / (spread / (k + 1) + doubt) - 1, 0.5)


def inside(mean):
    return min(max(mean, 1e-3), 1 - 1e-3)


def narrow(mean, doubt, weight, total, k):
    """From what a wider group says to a narrower one's parts, which count for `weight` and sum to `total`."""
    if weight <= 1e-9:
        return mean, doubt + mean * (1 - mean) / (k + 1)
    before = effective_weight(mean, doubt, k)
    mean = inside((total + before * mean) / (weight + before))
    return mean, mean * (1 - mean) / (weight + before + 1)


def share(leaf, mean, doubt, k):
    """The estimate: mean and concentration of its beta distribution."""
    own, before = effective(leaf.people, mean, leaf.noise), effective_weight(mean, doubt, k)
    q = min(max(leaf.share, 0.0), 1.0)
    return (own * q + before * mean) / (own + before), own + before


def limited(part, limit):
    weight, total = part
    if weight <= 1e-9:
        return 0.0, 0.0
    return weight * limit / (weight + limit), total / weight * (weight * limit / (weight + limit))


def minus(left, right):
    return (left[0] - right[0], left[1] - right[1]) if left[0] - right[0] > 1e-9 else (0.0, 0.0)


def plus(left, right):
    return left[0] + right[0], left[1] + right[1]


class Tree:
    """Groups in families in branches (purposes), each counting for so many people at most in the next."""

    def __init__(self, leaves, weights):
        self.leaves, (self.k, self.kf, self.kp) = leaves, weights
        people = sum(leaf.people for leaf in leaves)
        overall = min(max(sum(leaf.count for leaf in leaves) / people, 0.05), 0.95) if people else 0.5
        self.own, self.families, self.branches, self.whole = [], {}, {}, (0.0, 0.0)
        for leaf in leaves:
            worth = effective(leaf.people, overall, leaf.noise)
            self.own.append(limited((worth, worth * leaf.share), self.k * leaf.pairs))
            key = leaf.family, leaf.branch
            self.families[key] = plus(self.families.get(key, (0.0, 0.0)), self.own[-1])
        for (_, branch), part in self.families.items():
            self.branches[branch] = plus(self.branches.get(branch, (0.0, 0.0)), limited(part, self.kf))
        for part in self.branches.values():
            self.whole = plus(self.whole, limited(part, self.kp))

    def parent(self, place):
        """Mean and doubt of what a group leans toward, its own answers taken out."""
        leaf = self.leaves[place]
        weight, total = minus(self.whole, limited(self.branches[leaf.branch], self.kp))
        mean, doubt = 0.5, 0.05
        if weight > 0:
            mean = inside(total / weight)
            doubt = mean * (1 - mean) / (weight + 1)
        family = self.families[leaf.family, leaf.branch]
        rest = minus(family, self.own[place])
        around = plus(minus(self.branches[leaf.branch], limited(family, self.kf)), limited(rest, self.kf))
        mean, doubt = narrow(mean, doubt, *around, self.kp)
        siblings = rest if leaf.family is not None else (0.0, 0.0)
        return narrow(mean, doubt, *siblings, self.kf)

    def estimate(self, place):
        return share(self.leaves[place], *self.parent(place), self.k)

    def likelihood(self):
        """A normal quasi-likelihood of the shares that were counted, with a prior on each weight."""
        found = sum(
            quasi(leaf, *self.parent(place), self.k) for place, leaf in enumerate(self.leaves)
            if leaf.pairs == 1 and leaf.people > 0)
        return found + sum(
            log_prior(k, *prior) for k, prior in zip((self.k, self.kf, self.kp), PRIORS))


def quasi(leaf, mean, doubt, k):
    spread, n = mean * (1 - mean), leaf.people
    u = spread / n + (spread / (k + 1) + doubt) * (1 - 1 / n) + leaf.noise / n**2
    return -0.5 * (math.log(u) + (leaf.share - mean) ** 2 / u)


def log_prior(k, center, spread):
    return -0.5 * ((math.log(k) - math.log(center)) / spread) ** 2


def learned(leaves):
    """The three weights under which the counts are likeliest: each in turn, twice round."""
    weights = [12, 24, 24]
    for level in [0, 1, 2, 0, 1, 2]:
        weights[level] = max(
            GRID, key=lambda k: Tree(leaves, [*weights[:level], k, *weights[level + 1:]]).likelihood())
    return tuple(weights)


def check():
    """Numbers that were worked out elsewhere: these formulas must give them before anything is judged by them."""
    golden = [
        ((11, 7, 1, 1 / 4, .6, 12, 0), (.614793, .434247, .782115)),
        ((11, 12, 1, 1 / 4, .6, 12, .004), (.783748, .611149, .919573)),
        ((11, -1, 1, 1 / 4, .6, 12, .004), (.324378, .158945, .512692)),
        ((55, 31, 7, 1 / 4, .5, 10, .002), (.551295, .431782, .668297)),
        ((23, 15, 3, 3 / 8, .73, 15, .003), (.694160, .526090, .841728)),
        ((1000, 642, 19, 1 / 4, .5, 10, .001), (.640569, .614755, .666045))]
    for (n, x, blocks, alpha, mean, k, doubt), wanted in golden:
        m, c = share(Leaf(n, x, blocks * variance(alpha), 1, None, 0), mean, doubt, k)
        found = m, beta.quantile(0.05, m * c, (1 - m) * c), beta.quantile(0.95, m * c, (1 - m) * c)
        assert all(abs(a - b) < 2e-6 for a, b in zip(found, wanted)), (found, wanted)
    leaves = [
        Leaf(n, x, blocks * variance(1 / 4), 1, None, 0)
        for n, x, blocks in [(11, 4, 1), (20, 15, 3), (40, 30, 5), (100, 45, 10)]]
    for k, wanted in [(8, 4.228220), (12, 5.000703), (15, 4.818859), (40, -1.023679)]:
        found = sum(quasi(leaf, .55, .002, k) for leaf in leaves) + log_prior(k, *PRIORS[0])
        assert abs(found - wanted) < 2e-6, (found, wanted)


if __name__ == "__main__":
    check()
    print("the golden numbers are met")
