"""The same first walk, on PostgreSQL: whatever works on one database works on the other."""

from people import Publisher, evaluate, join, record
from test_newcomer import WORDS, first_walk
from walker import PHONE


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
