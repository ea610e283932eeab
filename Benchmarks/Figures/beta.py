"""The beta distribution, and counts that are drawn from it, without any package."""

import math


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def at_most(x, a, b):
    """The regularised incomplete beta function, by its continued fraction (Numerical Recipes, 3rd ed., 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):
        return min(front * _fraction(x, a, b) / a, 1.0)
    return max(1 - front * _fraction(1 - x, b, a) / b, 0.0)


def _fraction(x, a, b):
    def away(value):
        return value if abs(value) > 1e-300 else 1e-300
    c, d = 1.0, 1 / away(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / away(1 + even * d)
        c = away(1 + even / c)
        result *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / away(1 + odd * d)
        c = away(1 + odd / c)
        result *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return result


def quantile(probability, a, b):
    """Newton's steps, kept inside a bracket that shrinks."""
    low, high, x, scale = 0.0, 1.0, a / (a + b), log_beta(a, b)
    for _ in range(100):
        error = at_most(x, a, b) - probability
        low, high = (low, x) if error > 0 else (x, high)
        density = math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - scale) if 0 < x < 1 else 0
        step = x - error / density if density > 0 else -1
        following = step if low < step < high else (low + high) / 2
        if abs(following - x) < 1e-10:
            return following
        x = following
    return x


def concentration(mean, low, high):
    """a + b of the beta distribution with this mean whose middle 90% is as wide as that from `low` to `high`."""
    mean, width = min(max(mean, 1e-4), 1 - 1e-4), max(high - low, 1e-4)
    c = max(mean * (1 - mean) * (3.29 / width) ** 2 - 1, 0.5)
    for _ in range(8):
        a, b = mean * c, (1 - mean) * c
        found = quantile(0.95, a, b) - quantile(0.05, a, b)
        c *= (found / width) ** 2
        if abs(found - width) < 1e-6:
            break
    return c


def held_inside(helped, of, a, b, share=0.9):
    """How much of a held-out count lies in the middle 90% of what was predicted for it: 1, 0, or a part at the ends.

    A count is whole: its range holds more than 90% or less. Each count stands for the stretch of the distribution function
    that belongs to it, so that a prediction that is right scores 0.9 on average however few were held out."""
    def mass(x):
        return math.exp(
            math.lgamma(of + 1) - math.lgamma(x + 1) - math.lgamma(of - x + 1)
            + log_beta(x + a, of - x + b) - log_beta(a, b))
    below, own = sum(mass(x) for x in range(helped)), mass(helped)
    low, high = (1 - share) / 2, (1 + share) / 2
    return max(min(below + own, high) - max(below, low), 0.0) / own
