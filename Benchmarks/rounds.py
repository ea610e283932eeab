"""Subjects measured in turn, in rounds, and what is printed of it."""

import statistics

import harness


def median(results, key):
    return statistics.median(result[key] for result in results)


def spread(values):
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


def rounds_of(subjects, rounds, seconds):
    """(subject, kind) to its result in each round; the first, which warms up, is left out."""
    found = {}
    for number in range(rounds + 1):
        for subject in subjects:
            for kind in subject.kinds:
                result = subject.measure(kind, seconds if number else min(seconds, 2))
                if number:
                    found.setdefault((subject, kind), []).append(result)
    return found


def at_half(subject, kind, results, seconds):
    """The same at half the requests a second, where a reader waits for the server and not for other readers."""
    return subject.load(kind, seconds, rate=median(results, "rps") / 2, latency=median(results, "p50") / 4)


def shown(found, seconds, title):
    """Prints a line a kind; answers the figures by subject and kind."""
    rows, figures = [], {}
    for (subject, kind), results in found.items():
        half = at_half(subject, kind, results, seconds)
        rows.append([
            subject.label, kind, f"{subject.bytes[kind] / 1024:.0f}", spread([one["cpu_us"] for one in results]),
            f"{median(results, 'database_us'):,.0f}", f"{median(results, 'rps'):,.0f}", f"{median(results, 'p50'):,.1f}",
            f"{median(results, 'p99'):,.1f}", f"{half['p99']:,.1f}", sum(one["errors"] for one in [*results, half])])
        figures.setdefault(subject.label, {})[kind] = {
            "cpu_us": round(median(results, "cpu_us")), "database_us": round(median(results, "database_us")),
            "rps": round(median(results, "rps"), 1), "p50_ms": round(median(results, "p50"), 2),
            "p99_ms": round(median(results, "p99"), 2), "half_p99_ms": round(half["p99"], 2),
            "errors": sum(one["errors"] for one in [*results, half])}
    harness.table(
        title, ["server", "page", "KiB", "server CPU µs (rounds)", "database µs", "requests/s", "p50 ms", "p99 ms",
                "p99 ms at half", "errors"], rows)
    return figures


def beside(found, ours, peers):
    """How many times a peer's CPU is ours, round by round: a median, for pages that both have."""
    rows, ratios = [], {}
    for peer in peers:
        for kind in peer.kinds:
            pairs = list(zip(found[(peer, kind)], found[(ours, kind)]))
            alone = [theirs["cpu_us"] / max(1, mine["cpu_us"]) for theirs, mine in pairs]
            whole = [(theirs["cpu_us"] + theirs["database_us"]) / max(1, mine["cpu_us"] + mine["database_us"])
                     for theirs, mine in pairs]
            rows.append([peer.label, kind, spread(alone), spread(whole)])
            ratios[f"{peer.name} {kind}"] = {
                "server": round(statistics.median(alone), 1), "with_database": round(statistics.median(whole), 1)}
    harness.table(f"Times the CPU of {ours.label}", ["peer", "page", "server alone", "with its database"], rows)
    return ratios
