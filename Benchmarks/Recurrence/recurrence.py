"""Occurrences and feeds beside libical, rules beside python-dateutil, feeds read by libical and by icalendar."""

import datetime
import subprocess
import sys
import tempfile
import zoneinfo
from pathlib import Path

import icalendar

sys.path.insert(0, str(Path(__file__).parents[1]))

import differences  # noqa: E402
import harness  # noqa: E402

HERE = Path(__file__).parent
OURS = str(harness.ROOT / ".build" / "release" / "bench-recurrence")
# What groups do, and one of each kind of rule; how many of its occurrences.
RULES = """
FREQ=WEEKLY 20260303T173000 500
FREQ=WEEKLY;COUNT=16 20260303T173000 500
FREQ=WEEKLY;BYDAY=MO,TH 20260302T090000 500
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO 20260303T180000 500
FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,14 20260302T090000 500
FREQ=DAILY 20260302T080000 500
FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR 20260302T080000 500
FREQ=MONTHLY;BYDAY=1TU 20260106T120000 500
FREQ=MONTHLY;BYDAY=2WE,4WE 20260114T120000 500
FREQ=MONTHLY;BYDAY=-1TH 20260129T120000 500
FREQ=MONTHLY;BYMONTHDAY=31 20260131T120000 500
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 20260130T120000 500
FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SA 20260207T100000 500
FREQ=YEARLY 20240229T190000 100
FREQ=YEARLY;BYMONTH=12;BYDAY=1SU 20261206T190000 100
FREQ=YEARLY;BYDAY=20MO 20260518T190000 100
FREQ=YEARLY;BYYEARDAY=1,100,200 20260101T190000 100
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO 20260511T190000 100
FREQ=HOURLY;INTERVAL=3 20260101T190000 500
FREQ=MINUTELY;INTERVAL=90 20260101T190000 500
"""


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def build_libical(folder):
    binary = folder / "libical"
    subprocess.run(["cc", "-O2", "-o", str(binary), str(HERE / "libical.c"), "-lical"], check=True)
    return str(binary)


def expanding(folder, libical, repeats):
    """Occurrences per second: in all, and the worst rule."""
    file = folder / "rules.txt"
    file.write_text(RULES.strip() + "\n")
    # Beside each other in turn, so that both meet the machine in the same moods; the best of three of each.
    runs = {OURS: [], libical: []}
    for _ in range(3):
        for binary, found in runs.items():
            found.append([line.split() for line in output(binary, "expand", str(file), str(repeats))])
    rows, ratios, totals = [], [], {OURS: [0, 0.0], libical: [0, 0.0]}
    for index, line in enumerate(RULES.strip().splitlines()):
        nanoseconds = {}
        for binary, found in runs.items():
            count = int(found[0][index][0])
            time = min(float(run[index][1]) for run in found)
            totals[binary][0] += count
            totals[binary][1] += time
            nanoseconds[binary] = time * 1e6 / max(1, count)
        same = runs[OURS][0][index][0] == runs[libical][0][index][0]
        ratios.append(nanoseconds[libical] / nanoseconds[OURS])
        rows.append([line.split()[0], f"{nanoseconds[OURS]:.0f}", f"{nanoseconds[libical]:.0f}", f"{ratios[-1]:.0f}",
                     "" if same else "other number of occurrences"])
    harness.table("An occurrence, in nanoseconds of processor time", ["rule", "ours", "libical", "ratio", ""], rows)
    rate = {binary: count / time * 1000 for binary, (count, time) in totals.items()}
    return rate[OURS], rate[libical], min(ratios)


def parsing(folder, libical, events, repeats):
    file = folder / "feed.ics"
    file.write_bytes(subprocess.run([OURS, "feed", str(events)], capture_output=True, check=True).stdout)
    best = {}
    for _ in range(3):
        for binary in (OURS, libical):
            time = float(output(binary, "parse", str(file), str(repeats))[0].split()[1]) / repeats
            best[binary] = min(time, best.get(binary, time))
    megabytes = file.stat().st_size / 1e6
    harness.table(
        f"A feed of {events} series, {megabytes:.1f} MB", ["reader", "milliseconds", "MB a second"],
        [[name, f"{best[binary]:.1f}", f"{megabytes / best[binary] * 1000:.0f}"]
         for name, binary in (("ours", OURS), ("libical", libical))])
    return file, best[libical] / best[OURS]


def wrong_series(file, libical, events):
    """Series of our feed in which libical or icalendar find other dates than were meant."""
    meant = {}
    for line in output(OURS, "dates", str(events)):
        identifier, *dates = line.split()
        meant[identifier] = dates
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    return wrong_for_libical(file, libical, meant, calendar) + wrong_for_icalendar(calendar, meant), len(meant)


def wrong_for_libical(file, libical, meant, calendar):
    """libical expands a series without looking at its changed dates: it must find the identities, cancelled too."""
    events = calendar.walk("VEVENT")
    zones = {str(event["UID"]): zoneinfo.ZoneInfo(event["DTSTART"].params["TZID"]) for event in events}
    wrong = []
    *lines, errors = output(libical, "dates", str(file))
    for line in lines:
        identifier, *starts = line.split()
        theirs = set(map(int, starts))
        ours = {int(date.rstrip("-").split(">")[0]) for date in meant[identifier]}
        # libical 3.0.16 passes over the TZID of RDATE when it expands, and takes the time there for UTC.
        for date in ours - theirs:
            wall = datetime.datetime.fromtimestamp(date, zones[identifier]).replace(tzinfo=datetime.timezone.utc)
            if int(wall.timestamp()) in theirs - ours:
                theirs = theirs - {int(wall.timestamp())} | {date}
        if ours != theirs:
            wrong.append(f"libical: {identifier}")
    return wrong + ([f"libical: {errors}"] if errors != "errors 0" else [])


def wrong_for_icalendar(calendar, meant):
    """Python's icalendar reads each event, each changed date, and zones that go as the tz database has them."""
    wrong, changed = [], {}
    for event in calendar.walk("VEVENT"):
        wrong += [f"icalendar: {error}" for error in event.errors]
        if "RECURRENCE-ID" in event:
            identity = int(event["RECURRENCE-ID"].dt.timestamp())
            start = "-" if event.get("STATUS") == "CANCELLED" else f">{int(event['DTSTART'].dt.timestamp())}"
            changed.setdefault(str(event["UID"]), set()).add(f"{identity}{start}")
    for identifier, dates in meant.items():
        ours = {date for date in dates if date.endswith("-") or len(set(date.split(">"))) == 2}
        if ours != changed.get(identifier, set()):
            wrong.append(f"icalendar: {identifier}")
    for component in calendar.walk("VTIMEZONE"):
        name, zone = str(component["TZID"]), component.to_tz()
        for month in range(1, 13):
            noon = datetime.datetime(2027, month, 15, 12)
            if noon.replace(tzinfo=zone).utcoffset() != noon.replace(tzinfo=zoneinfo.ZoneInfo(name)).utcoffset():
                wrong.append(f"icalendar: {name} in month {month}")
    return wrong


def rules_beside_dateutil(folder, count):
    rules = differences.seeded(count)
    file = folder / "seeded.txt"
    file.write_text("".join(
        f"{differences.text(parts)} {start:%Y%m%dT%H%M%S} {differences.LIMIT}\n" for parts, start in rules))
    listed = output(OURS, "list", str(file))
    refused = sum(line.startswith("!") for line in listed)
    classes, unexplained, unfinished, alike = differences.compare(rules, listed)
    rows = [["", "alike", alike], ["", "python-dateutil found nothing in a tenth of a second, or failed", unfinished]]
    rows += [[name, why, classes[name]] for name, why in differences.CLASSES.items()]
    harness.table(f"{count} seeded rules beside python-dateutil", ["class", "", "rules"], rows)
    for one in unexplained[:10]:
        print("unexplained:", *one)
    return {"alike": alike, "unfinished": unfinished, "refused": refused, "unexplained": len(unexplained),
            **{f"class_{name.lower()}": classes[name] for name in differences.CLASSES}}


def main():
    quick = "--quick" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        libical = build_libical(folder)
        ours, theirs, worst = expanding(folder, libical, 20 if quick else 200)
        events = 100 if quick else 500
        file, parse_ratio = parsing(folder, libical, events, 5 if quick else 20)
        wrong, series = wrong_series(file, libical, events)
        print(f"\n{series} series read by libical and icalendar; other dates in {len(wrong)}", *wrong[:5], sep="\n  ")
        compared = rules_beside_dateutil(folder, 300 if quick else 10_000)
        hostile = output(OURS, "hostile", "2000" if quick else "100000")[0].split(" ", 5)
    print(f"\n{hostile[0]} hostile rules: {hostile[1]} could be read, {hostile[2]} gave up; the longest took "
          f"{float(hostile[4]):.1f} ms")
    harness.finish(
        "recurrence",
        {"occurrences_per_second": round(ours), "libical_per_second": round(theirs), "ratio": round(ours / theirs, 1),
         "worst_ratio": round(worst, 1), "parse_ratio": round(parse_ratio, 2), "series_read_otherwise": len(wrong),
         "hostile": int(hostile[0]), "hostile_longest_ms": round(float(hostile[4]), 1), **compared},
        [("times libical's occurrences", ours / theirs, ">=", 10), ("times libical's feeds", parse_ratio, ">=", 3),
         ("series that others read otherwise", len(wrong), "<=", 0),
         ("rules that are refused", compared["refused"], "<=", 0),
         ("differences without a reason", compared["unexplained"], "<=", 0)])


if __name__ == "__main__":
    main()
