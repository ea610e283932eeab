"""Seeded rules, expanded by us and by python-dateutil; each difference is explained by a class, or counted as open.

A class is not a guess at the cause. The rule is written once more with what RFC 5545 takes from DTSTART said, and begun
at the beginning of its first period: python-dateutil must then find our dates (A, B, C). What cannot be said to it
in another way is worked out here, day by day from the table of 3.3.10 (D, E, F, and some of B).
"""

import collections
import datetime
import random
import signal

from dateutil import rrule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]
LIMIT = 40
CLASSES = {
    "A": "BYWEEKNO alone: the weekday is DTSTART's (3.3.10, \"derived\"); dateutil takes the whole week",
    "B": "BYMONTHDAY without BYMONTH in a year: the month is DTSTART's (same); dateutil takes every month",
    "C": "BYSETPOS counts from the beginning of the period (3.3.10); dateutil's first period begins with DTSTART",
    "D": "BYWEEKNO with INTERVAL or BYSETPOS: a week is its year's (3.3.10); dateutil goes by the date",
    "E": "BYDAY with and without numbers: either may be met (3.3.10); dateutil wants both",
    "F": "BYWEEKNO in the first days of January: dateutil miscounts the weeks of the year before",
}


def some(source, low, high, most, signed=False):
    values = {source.randint(low, high) for _ in range(source.randint(1, most))}
    return [value * source.choice([1, -1]) if signed and value else value for value in sorted(values)]


def rule(source):
    """One rule as parts in order, and its start; only what RFC 5545 allows."""
    frequency = source.choices(FREQUENCIES, [6, 6, 5, 4, 1, 1, 1])[0]
    parts = {"FREQ": frequency}
    short = frequency in FREQUENCIES[4:]
    if source.random() < 0.4:
        parts["INTERVAL"] = source.choice([2, 3, 4, 5, 7, 13] + ([25, 61] if short else []))
    if source.random() < 0.3:
        parts["WKST"] = source.choice(DAYS)

    def maybe(chance, name, values):
        if source.random() < chance:
            parts[name] = values()

    maybe(0.3, "BYMONTH", lambda: some(source, 1, 12, 4))
    if frequency == "YEARLY":
        maybe(0.25, "BYWEEKNO", lambda: some(source, 1, 53, 4, True))
    if frequency == "YEARLY" and "BYWEEKNO" not in parts or short and source.random() < 0.3:
        maybe(0.2, "BYYEARDAY", lambda: some(source, 1, 366, 6, True))
    if frequency != "WEEKLY" and "BYYEARDAY" not in parts:
        maybe(0.3, "BYMONTHDAY", lambda: some(source, 1, 31, 6, True))
    if source.random() < 0.45:
        numbered = frequency in ("YEARLY", "MONTHLY") and "BYWEEKNO" not in parts
        most = 53 if frequency == "YEARLY" and "BYMONTH" not in parts else 5
        parts["BYDAY"] = [
            (str(source.choice([1, -1]) * source.randint(1, most)) if numbered and source.random() < 0.5 else "") + day
            for day in source.sample(DAYS, source.randint(1, 4))]
    if source.random() < 0.25:
        parts["BYHOUR"] = some(source, 0, 23, 4)
    maybe(0.2, "BYMINUTE", lambda: some(source, 0, 59, 4))
    maybe(0.1, "BYSECOND", lambda: some(source, 0, 59, 3))
    if any(name.startswith("BY") for name in parts):
        maybe(0.2, "BYSETPOS", lambda: some(source, 1, 6, 3, True))
    start = datetime.datetime(
        source.randint(1997, 2030), source.randint(1, 12), source.randint(1, 28), source.randint(0, 23),
        source.choice([0, 15, 30]), 0) + datetime.timedelta(days=source.randint(0, 3))
    ending = source.random()
    if ending < 0.3:
        parts["COUNT"] = source.randint(1, 30)
    elif ending < 0.5:
        until = start + datetime.timedelta(days=source.randint(1, 3000), seconds=source.randint(0, 86399))
        parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%S")
    return parts, start


def text(parts):
    said = {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in parts.items()}
    return ";".join(f"{name}={value}" for name, value in said.items())


class Patience:
    """Whether python-dateutil is being waited for: a signal that comes late interrupts nothing else."""

    waits = False

    @classmethod
    def ends(cls, _signal, _frame):
        if cls.waits:
            cls.waits = False
            raise TimeoutError


def expanded(parts, start, keep=None):
    """python-dateutil's occurrences, and whether it came to their end in time; `keep` drops those before it."""
    found = []
    try:
        Patience.waits = True
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
        for moment in rrule.rrulestr(text(parts), dtstart=start):
            if keep is None or moment >= keep:
                found.append(moment.strftime("%Y%m%dT%H%M%S"))
            if len(found) == LIMIT:
                break
    except ValueError:
        # "Invalid rrule byxxx generates an empty set"
        return [], True
    except (TimeoutError, IndexError):
        # A 53rd weekday in a year leads dateutil outside its tables.
        return found, False
    finally:
        Patience.waits = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return found, True


def explicit(parts, start):
    """What DTSTART says of the rule said in it, and the beginning of the first period."""
    said = {name: value for name, value in parts.items() if name != "COUNT"}
    frequency, level = said["FREQ"], FREQUENCIES.index(said["FREQ"])
    no_day = not any(name in said for name in ("BYYEARDAY", "BYMONTHDAY", "BYDAY"))
    if no_day and "BYWEEKNO" not in said and level < 2:
        said["BYMONTHDAY"] = [start.day]
    if frequency == "YEARLY" and "BYMONTHDAY" in said and not {"BYMONTH", "BYYEARDAY", "BYWEEKNO"} & said.keys():
        said["BYMONTH"] = [start.month]
    if no_day and (frequency == "WEEKLY" or "BYWEEKNO" in said):
        said["BYDAY"] = [DAYS[start.weekday()]]
    for name, value, below in (("BYHOUR", start.hour, 4), ("BYMINUTE", start.minute, 5), ("BYSECOND", start.second, 6)):
        if level < below:
            said.setdefault(name, [value])
    begin = start
    if level < 6:
        begin = begin.replace(second=0)
    if level < 5:
        begin = begin.replace(minute=0)
    if level < 4:
        begin = begin.replace(hour=0)
    if frequency == "WEEKLY":
        begin -= datetime.timedelta(days=(begin.weekday() - DAYS.index(said.get("WKST", "MO"))) % 7)
    elif level < 2:
        begin = begin.replace(day=1, **({"month": 1} if level == 0 else {}))
    return said, begin


class WorkedOut:
    """A rule by years or months, each day of a period asked by itself. `parts`: where numbers of BYDAY count."""

    def __init__(self, parts, said, start):
        self.said, self.start = said, start
        self.first_weekday = DAYS.index(said.get("WKST", "MO"))
        self.in_month = "BYMONTH" in parts or said["FREQ"] == "MONTHLY"
        self.times = [datetime.time(*time) for time in sorted(
            (h, m, s) for h in said["BYHOUR"] for m in said["BYMINUTE"] for s in said["BYSECOND"])]

    def week(self, day):
        """The year to which the day's week belongs (that of its fourth day), its number, and how many that year has."""
        middle = day + datetime.timedelta(days=3 - (day.weekday() - self.first_weekday) % 7)
        last = datetime.date(middle.year, 12, 31)
        last += datetime.timedelta(days=3 - (last.weekday() - self.first_weekday) % 7)
        if last.year != middle.year:
            last -= datetime.timedelta(days=7)
        return middle.year, (middle.timetuple().tm_yday + 6) // 7, (last.timetuple().tm_yday + 6) // 7

    @staticmethod
    def meets(wanted, index, length):
        """Whether the index-th of a row (from 1) is wanted, counted from its beginning or its end."""
        return index in wanted or index - length - 1 in wanted

    def meets_weekday(self, day, index, length):
        for wanted in self.said["BYDAY"]:
            number, name = wanted[:-2], wanted[-2:]
            if name == DAYS[day.weekday()] and (
                    not number or self.meets([int(number)], (index + 6) // 7, (index + 6) // 7 + (length - index) // 7)):
                return True
        return False

    def admits(self, day):
        said, of_year = self.said, day.timetuple().tm_yday
        year = 366 if datetime.date(day.year, 12, 31).timetuple().tm_yday == 366 else 365
        month = ((day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - day.replace(day=1)).days
        index, length = (day.day, month) if self.in_month else (of_year, year)
        return (
            ("BYMONTH" not in said or day.month in said["BYMONTH"])
            and ("BYWEEKNO" not in said or self.meets(said["BYWEEKNO"], *self.week(day)[1:]))
            and ("BYYEARDAY" not in said or self.meets(said["BYYEARDAY"], of_year, year))
            and ("BYMONTHDAY" not in said or self.meets(said["BYMONTHDAY"], day.day, month))
            and ("BYDAY" not in said or self.meets_weekday(day, index, length)))

    def moments(self, period):
        """The occurrences of a year, or of a month (twelve a year)."""
        yearly = self.said["FREQ"] == "YEARLY"
        by_week = "BYWEEKNO" in self.said
        year = period if yearly else period // 12
        day = datetime.date(year, 1 if yearly else period % 12 + 1, 1)
        day -= datetime.timedelta(days=10 if by_week else 0)
        days = []
        for _ in range(390 if by_week else 366 if yearly else 31):
            in_period = day.year == year and (yearly or day.month == period % 12 + 1)
            if (self.week(day)[0] == year if by_week else in_period) and self.admits(day):
                days.append(day)
            day += datetime.timedelta(days=1)
        found = [datetime.datetime.combine(day, time) for day in days for time in self.times]
        if "BYSETPOS" in self.said:
            wanted, count = self.said["BYSETPOS"], len(found)
            found = [moment for index, moment in enumerate(found) if self.meets(wanted, index + 1, count)]
        return found

    def occurrences(self, periods=60):
        """Those of the first periods, LIMIT at most."""
        start, interval = self.start, int(self.said.get("INTERVAL", 1))
        base = start.year if self.said["FREQ"] == "YEARLY" else start.year * 12 + start.month - 1
        if "BYWEEKNO" in self.said:
            # The year of the week in which the start is an occurrence, else that of its date.
            holds = [year for year in (base, base - 1, base + 1)
                     if any(moment.date() == start.date() and moment <= start for moment in self.moments(year))]
            base = holds[0] if holds else base - (interval == 1)
        found = []
        for period in range(base, base + periods * interval, interval):
            for moment in self.moments(period):
                written = moment.strftime("%Y%m%dT%H%M%S")
                if written > self.said.get("UNTIL", "99999999") or len(found) == LIMIT:
                    return found
                if moment >= start:
                    found.append(written)
        return found


def explain(parts, start, ours):
    """The class of a difference; None where none fits."""
    said, begin = explicit(parts, start)
    count = int(parts.get("COUNT", LIMIT))
    again, finished = expanded(said, begin, start)
    weeks = "BYWEEKNO" in parts
    months = "BYMONTHDAY" in parts and "BYMONTH" not in parts and parts["FREQ"] == "YEARLY"
    if again[:count] == ours and (finished or not ours):
        return "C" if "BYSETPOS" in parts else "A" if weeks else "B" if months else None
    if parts["FREQ"] not in ("YEARLY", "MONTHLY"):
        return None
    worked_out = WorkedOut(parts, said, start).occurrences()[:count]
    # Rare ones come a handful of times in so many years: as far as it was worked out.
    if worked_out != ours[:len(worked_out)] or ours and not worked_out and int(ours[0][:4]) < start.year + 50:
        return None
    if weeks:
        return "D" if "INTERVAL" in parts or "BYSETPOS" in parts else "F"
    return "E" if len({len(day) > 2 for day in parts.get("BYDAY", [])}) == 2 else "B" if months else None


def compare(rules, listed):
    """Differences by class, those without a reason, rules of which dateutil found nothing in time, and those alike."""
    classes, unexplained, unfinished, alike = collections.Counter(), [], 0, 0

    signal.signal(signal.SIGVTALRM, Patience.ends)
    for (parts, start), line in zip(rules, listed):
        ours = line.split()
        theirs, finished = expanded(parts, start)
        if ours == theirs if finished else ours[:len(theirs)] == theirs and (theirs or not ours):
            alike += 1
        elif not finished and not theirs:
            unfinished += 1
        else:
            reason = explain(parts, start, ours)
            classes[reason] += 1
            if reason is None:
                unexplained.append((text(parts), start.strftime("%Y%m%dT%H%M%S"), ours[:4], theirs[:4]))
    return classes, unexplained, unfinished, alike


def seeded(count, seed=5545):
    source = random.Random(seed)
    return [rule(source) for _ in range(count)]
