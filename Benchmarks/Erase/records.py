"""Members with very long records, written straight into the database: nobody types 100,000."""

import sqlite3
import subprocess

# Of 100 records: 60 evaluations of 20 courses, 10 questions, 10 receipts.
SHARES = {"courses": 20, "evaluations": 60, "asks": 10, "receipts": 10}
ENGINES = {
    "sqlite": {"id": "randomblob(16)", "numbers": "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {rows}) SELECT value FROM n)"},
    "postgres": {"id": "gen_random_uuid()", "numbers": "(SELECT generate_series(1, {rows}) AS value) AS n"}}


def statements(engine, name, records):
    """SQL that gives the member of a name so many records."""
    new, numbers = ENGINES[engine]["id"], ENGINES[engine]["numbers"]
    rows = {table: max(1, records * share // 100) for table, share in SHARES.items()}
    member = f"(SELECT id FROM members WHERE pseudonym = '{name}')"
    each = rows["evaluations"] // rows["courses"]
    return [
        f"""INSERT INTO courses (id, member_id, treatment_id, purpose_id, purpose_kind, dose, created_at, last_seen_at)
        SELECT {new}, {member}, {new}, {new}, 'condition', 'twice a day', 1700000000000, 1700000000000
        FROM {numbers.format(rows=rows["courses"])}""",
        f"""INSERT INTO evaluations (id, course_id, treatment_id, purpose_id, evaluated_at, effectiveness, advice,
            advice_state, is_current)
        SELECT {new}, c.id, c.treatment_id, c.purpose_id, 1700000000000 + value * 1000, 3,
            'Slowly, and with breakfast.', 'passed', value = 1
        FROM courses c, {numbers.format(rows=each)} WHERE c.member_id = {member}""",
        f"""INSERT INTO asks (id, asker_id, treatment_id, purpose_id, question, asked_at, state)
        SELECT {new}, {member}, {new}, {new}, 'How long did it take?', 1700000000000 + value, 'open'
        FROM {numbers.format(rows=rows["asks"])}""",
        f"""INSERT INTO receipts (id, member_id, used_at, used_by, purpose)
        SELECT {new}, {member}, 1700000000000 + value, 'site', 'figures' FROM {numbers.format(rows=rows["receipts"])}"""]


def give(server, url, name, records):
    """Gives a member records, while the server is stopped; answers how many there are."""
    if url:
        for statement in statements("postgres", name, records):
            subprocess.run(["psql", "-q", url, "-v", "ON_ERROR_STOP=1", "-c", statement], check=True)
        subprocess.run(["psql", "-q", url, "-c", "ANALYZE"], check=True)
        return
    database = sqlite3.connect(next(server.folder.glob("*.sqlite")))
    with database:
        for statement in statements("sqlite", name, records):
            database.execute(statement)
    database.close()


# How to know a row that stands above.
MARKS = {
    "courses": "dose = 'twice a day'", "evaluations": "advice = 'Slowly, and with breakfast.'",
    "asks": "question = 'How long did it take?'", "receipts": "used_at BETWEEN 1700000000000 AND 1700001000000"}


def left(server, url):
    """How many of the rows above are left in each table, and members; once the server is stopped (SQLite) or at once."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM {table} WHERE {mark})" for table, mark in [*MARKS.items(), ("members", "TRUE")])
    query = f"SELECT {counts}"
    if url:
        done = subprocess.run(["psql", "-qtA", url, "-c", query], capture_output=True, text=True, check=True)
        return [int(count) for count in done.stdout.split("|")]
    database = sqlite3.connect(next(server.folder.glob("*.sqlite")))
    found = list(database.execute(query).fetchone())
    database.close()
    return found
