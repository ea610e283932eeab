"""The rules before noise, to be compared with: exact counts blunted to thirds and to "at most 10", K of five steps.

A port of what `Kit/Statistics/Suppression` and `Evidence/Model/Estimating` were. On the reviews it gave the same figures as
they did, to the last digits."""

import math

from beta import log_beta
from groups import HELPED, LEAST

# What releases learned of the reviews for pairs, families and purposes.
WEIGHTS = (28.5, 43, 40)


def merged(counts):
    """Neighbouring steps counted together until each is large enough: [(first, last, count)], empty for one alone."""
    lower, upper = sum(counts[:HELPED]), sum(counts[HELPED:])
    parts = [(0, HELPED), (HELPED, 5)] if lower >= LEAST and upper >= LEAST else [(0, 5)]
    groups = [group for part in parts for group in run(counts, *part)]
    return groups if len(groups) > 1 else []


def run(counts, start, end):
    groups, count, first = [], 0, start
    for step in range(start, end):
        count += counts[step]
        if count >= LEAST:
            groups.append((first, step, count))
            first, count = step + 1, 0
    if first < end:
        last = groups.pop() if groups else (first, 0, 0)
        groups.append((last[0], end - 1, last[2] + count))
    return groups


def known(counts):
    """The range in which "helped a lot" is known to lie, and the steps that are shown."""
    total, helped = sum(counts), sum(counts[HELPED:])
    groups = merged(counts)
    if groups:
        surely = sum(count for first, _, count in groups if first >= HELPED)
        perhaps = sum(count for first, last, count in groups if first < HELPED <= last)
        return surely, surely + perhaps, groups
    if total < 2 * LEAST:
        return (*third(helped, total), groups)
    if helped < LEAST:
        return 0, LEAST - 1, groups
    return (total - LEAST + 1, total, groups) if total - helped < LEAST else (0, total, groups)


def third(count, total):
    values = total + 1
    ends = [-(-values // 3), 2 * (values // 3) + values % 3, values]
    return next(
        (start, end - 1) for start, end in zip([0, *ends], ends) if start <= count < end)


def expected(low, high, groups, shares):
    """How many of a group are to be expected to have been helped a lot."""
    if not groups:
        return (low + high) / 2
    found = 0.0
    for first, last, count in groups:
        whole = sum(shares[first:last + 1])
        found += count * sum(shares[max(first, HELPED):last + 1]) / whole
    return found


class Rules:
    """All groups' estimates under those rules."""

    def __init__(self, counts, places, weights=WEIGHTS):
        """`counts`: five steps by group; `places`: family and branch by group, branch None where it is no purpose."""
        self.k, self.kf, self.kp = weights
        self.known = {key: known(steps) for key, steps in counts.items()}
        full = [counts[key] for key, (_, _, groups) in self.known.items() if len(groups) == 5]
        sums = [sum(steps[step] for steps in full) for step in range(5)]
        shares = [value / sum(sums) for value in sums] if full else [0.2] * 5
        self.total = {key: sum(steps) for key, steps in counts.items()}
        self.helped = {key: expected(*self.known[key], shares) for key in counts}
        self.places, self.purposes, self.families = places, {}, {}
        for key, (family, purpose) in places.items():
            if purpose is None:
                continue
            self.add(self.purposes, purpose, key)
            if family is not None:
                self.add(self.families, (family, purpose), key)
        self.all = sum(self.total.values()), sum(self.helped.values())
        self.squares = sum(n * n for n, _ in self.purposes.values())

    def add(self, sums, name, key):
        n, x = sums.get(name, (0, 0.0))
        sums[name] = n + self.total[key], x + self.helped[key]

    def prior(self, key):
        """A pair's parent: the rest of its family, of its purpose, of all."""
        n, x = self.total[key], self.helped[key]
        whole = self.all[0] - n
        share = (self.all[1] - x) / whole
        spread = share * (1 - share)
        doubt = spread / (whole + 1) + spread / (self.kp + 1) * min(self.squares / whole**2, 1)
        family, purpose = self.places[key]
        for (people, helped), k in [
                (self.purposes[purpose], self.kp), (self.families.get((family, purpose), (n, x)), self.kf)]:
            people, helped = people - n, helped - x
            if people < 1:
                continue
            share = (helped + k * share) / (people + k)
            doubt = share * (1 - share) / (people + k + 1) + (k / (people + k)) ** 2 * doubt
        return share, doubt

    def estimate(self, key):
        """Mean and concentration."""
        parent, doubt = self.prior(key)
        n, k = self.total[key], self.k
        low, high, _ = self.known[key]
        a, b = k * parent, k * (1 - parent)
        logs = [
            -math.lgamma(x + 1) - math.lgamma(n - x + 1) + log_beta(x + a, n - x + b) for x in range(low, high + 1)]
        weights = [math.exp(value - max(logs)) for value in logs]
        means = [(x + k * parent) / (n + k) for x in range(low, high + 1)]
        whole = sum(weights)
        mean = sum(w * m for w, m in zip(weights, means)) / whole
        square = sum(w * m * m for w, m in zip(weights, means)) / whole
        own = sum(w * m * (1 - m) for w, m in zip(weights, means)) / whole / (n + k + 1)
        variance = own + max(square - mean * mean, 0) + (k / (n + k)) ** 2 * doubt
        return mean, mean * (1 - mean) / variance - 1
