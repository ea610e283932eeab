"""The calendar that everybody may follow, as the product serves it, read by libical and by Python's icalendar: each date that
stands in the database must come out, dropped and moved ones as such, and none besides."""

import contextlib
import datetime
import sqlite3
import sys
import tempfile
import time
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

import harness
import icalendar
from dateutil import rrule

# What libical makes of a file is asked there, too.
sys.path.append(str(Path(__file__).resolve().parents[1] / "Recurrence"))
import recurrence  # noqa: E402

# How far back the feed goes, less a day for the hours of zones.
PAST = 30 * 86_400


def meant(database, since):
    """UID to the dates of a series as the bench of recurrence writes them: seconds since 1970 of the identity, then
    `>` and where it was moved to, or `-`."""
    zone, found = ZoneInfo("America/New_York"), {}

    def seconds(local):
        return int(datetime.datetime.strptime(local, "%Y%m%dT%H%M%S").replace(tzinfo=zone).timestamp())
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as link:
        rows = link.execute(
            "SELECT series_id, slot_local, starts_local, group_sessions.state FROM group_sessions"
            " JOIN series ON series.id = group_sessions.series_id"
            " JOIN programs ON programs.id = series.program_id WHERE programs.listing = 'open' AND series.state = 'open'")
        for series, slot, starts, state in rows:
            if seconds(slot) >= since:
                end = "-" if state == "cancelled" else f">{seconds(starts)}"
                found.setdefault(str(uuid.UUID(bytes=series)), []).append(f"{seconds(slot)}{end}")
    return found


def since(dates, moment):
    return {date for date in dates if date >= moment}


def expanded(event):
    """Identities of an event as dateutil finds them in what icalendar has read."""
    start = event["DTSTART"].dt
    rule = rrule.rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    found = {int(date.timestamp()) for date in rule}
    for name, change in (("RDATE", found.__or__), ("EXDATE", found.__sub__)):
        listed = event.get(name, [])
        listed = listed if isinstance(listed, list) else [listed]
        found = change({int(date.dt.timestamp()) for one in listed for date in one.dts})
    return found


def wrong_for_icalendar(calendar, wanted, moment):
    identities, changed, wrong = {}, {}, []
    for event in calendar.walk("VEVENT"):
        name = str(event["UID"]).split("@")[0]
        wrong += [f"icalendar: {error}" for error in event.errors]
        if "RECURRENCE-ID" not in event:
            identities[name] = since(expanded(event), moment)
            continue
        end = "-" if event.get("STATUS") == "CANCELLED" else f">{int(event['DTSTART'].dt.timestamp())}"
        changed.setdefault(name, {})[int(event["RECURRENCE-ID"].dt.timestamp())] = end
    for name, dates in wanted.items():
        became = changed.get(name, {})
        theirs = {f"{date}{became.get(date, f'>{date}')}" for date in identities.get(name, ())}
        if theirs != set(dates):
            wrong.append(f"icalendar: {name}")
    return wrong + [f"icalendar: {name} is nobody's" for name in identities.keys() - wanted.keys()]


def wrong_for_libical(file, libical, wanted, moment):
    """libical expands without the changed dates: it must find the identities."""
    *lines, errors = recurrence.output(libical, "dates", str(file))
    wrong = [] if errors == "errors 0" else [f"libical: {errors}"]
    found = {line.split("@")[0]: since(set(map(int, line.split()[1:])), moment) for line in lines}
    for name, dates in wanted.items():
        if found.get(name) != {int(date.rstrip("-").split(">")[0]) for date in dates}:
            wrong.append(f"libical: {name}")
    return wrong


def compare(ours):
    """Answers how large the feed is, how long it took, and for how many series somebody reads it otherwise."""
    moment = int(time.time()) - PAST
    wanted = meant(ours.folder / "wayfellow.sqlite", moment)
    began = time.monotonic()
    status, text, _ = ours.visitor().get("/feeds/groups.ics?language=en")
    seconds = time.monotonic() - began
    if status != 200:
        sys.exit(f"/feeds/groups.ics answered {status}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "groups.ics"
        file.write_bytes(text.encode())
        wrong = wrong_for_icalendar(icalendar.Calendar.from_ical(text), wanted, moment)
        wrong += wrong_for_libical(file, recurrence.build_libical(Path(folder)), wanted, moment)
    dates = sum(map(len, wanted.values()))
    harness.table(
        "The public calendar, read by libical and icalendar", ["series", "dates", "MiB", "seconds to make", "read otherwise"],
        [[len(wanted), dates, f"{len(text) / 2**20:.1f}", f"{seconds:.1f}", len(wrong)]])
    for one in wrong[:5]:
        print(" ", one)
    return {"series": len(wanted), "dates": dates, "seconds": round(seconds, 2), "wrong": len(wrong)}
