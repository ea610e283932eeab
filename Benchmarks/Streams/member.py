"""A member with a very long record, written straight into the database: nobody types 200 MiB."""

import sqlite3
import subprocess
import sys

import harness
from browser import Browser, record

ADVICE = 2000
LINE = ADVICE + 240
SPREAD = "e.course_id, e.treatment_id, e.purpose_id, e.evaluated_at - {number} * 1000, e.remembered, e.effectiveness, " \
    "e.side_effects, e.adherence, e.burden, e.cost, {advice}, e.stop_reason"
COLUMNS = "id, course_id, treatment_id, purpose_id, evaluated_at, remembered, effectiveness, side_effects, adherence, " \
    "burden, cost, advice, stop_reason, is_current"


def long_record(server, mebibytes):
    """Makes the member, with one evaluation by the page and so many more like it; answers their account and browser."""
    account = server.add_account("bench of many years", "--consent")
    server.start()
    browser = Browser(server).sign_in(account)
    form = record(browser, "duloxetine", "fibromyalgia")
    status, html, _ = browser.get(form)
    status, html, _ = browser.request("POST", form, {**browser.hidden(html), "help": "3", "advice": "Slowly."})
    if status != 303:
        sys.exit(f"no evaluation: {status} {html[:1500]}")
    server.stop()
    rows = mebibytes * 1024 * 1024 // LINE
    if "DATABASE_URL" in server.environment:
        in_postgres(server.environment["DATABASE_URL"], rows)
    else:
        in_sqlite(next(server.folder.glob("*.sqlite")), rows)
    return account, browser


def in_sqlite(path, rows):
    spread = SPREAD.format(number="n.value", advice=f"'Word by word. ' || hex(randomblob({ADVICE // 2 - 7}))")
    with sqlite3.connect(path) as database:
        database.execute(
            f"""WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {rows})
            INSERT INTO evaluations ({COLUMNS}) SELECT randomblob(16), {spread}, FALSE
            FROM (SELECT e.* FROM evaluations e JOIN courses c ON c.id = e.course_id
                WHERE c.member_id IS NOT NULL LIMIT 1) AS e, n""")
    database.close()


def in_postgres(url, rows):
    spread = SPREAD.format(number="n", advice=f"'Word by word. ' || repeat(md5(random()::text), {ADVICE // 32})")
    statement = f"""INSERT INTO evaluations ({COLUMNS}) SELECT gen_random_uuid(), {spread}, FALSE
        FROM (SELECT e.* FROM evaluations e JOIN courses c ON c.id = e.course_id
            WHERE c.member_id IS NOT NULL LIMIT 1) AS e, generate_series(1, {rows}) AS n"""
    subprocess.run(["psql", "-q", url, "-c", statement], check=True)
