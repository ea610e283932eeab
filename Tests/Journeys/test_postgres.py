"""The same first walk, on PostgreSQL: whatever works on one database works on the other."""

import os
import subprocess
import uuid

import pytest

from people import Publisher, evaluate, join, record
from server import Server
from test_newcomer import WORDS, first_walk
from walker import PHONE

ADMIN = os.environ.get("WAYFELLOW_TEST_POSTGRES")

pytestmark = pytest.mark.skipif(not ADMIN, reason="POSTGRESQL IS NOT TESTED: WAYFELLOW_TEST_POSTGRES is not set")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A server on a fresh database that sorts by bytes, as Wayfellow demands."""
    name = f"wayfellow_journey_{uuid.uuid4().hex}"

    def run(statement):
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", ADMIN, "-c", statement], check=True, timeout=60)

    run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    server = Server(
        tmp_path_factory.mktemp("postgres"), database=f"{ADMIN.rpartition('/')[0]}/{name}", members=100)
    try:
        yield server.start()
    finally:
        server.stop()
        run(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_newcomer_walks_the_first_walk(walk, postgres):
    first_walk(walk(viewport=PHONE, script=False, language="es", on=postgres), WORDS["es"], None)


def test_a_release_does_not_count_a_newcomer_yet(walk, postgres):
    publisher = Publisher(walk, postgres)
    before = publisher.publish()
    person = walk(script=False, on=postgres)
    join(person)
    # for a purpose that the simulated people have, too few for a figure of its own: it is counted in a wider one
    person.open("/conditions/depression")
    evaluate(person, record(person, "sertraline", "depression"), "3")
    person.sees(": a lot.", "#yours")
    person.sees("New accounts wait 14 days", "#yours")
    assert publisher.publish() == before
