"""Somebody whom a treatment made worse: they can say it, are told calmly what to do, and see it in their record."""

import pytest

from people import evaluate, join, record
from walker import DESKTOP, PHONE

WORDS = [
    ("en", "It made things worse", "Tell your care team that things got worse", "Worse"),
    ("es", "Empeoró las cosas", "Cuéntale a tu equipo médico que empeoraste", "Peor"),
]


@pytest.mark.parametrize("viewport, script", [(PHONE, False), (DESKTOP, True)], ids=["phone", "desktop"])
@pytest.mark.parametrize("language, label, care, mark", WORDS)
def test_that_it_made_things_worse_can_be_said(walk, viewport, script, language, label, care, mark):
    # given somebody who said of a medicine that it helps
    person = walk(viewport=viewport, script=script, language=language)
    join(person)
    course = record(person, "sertraline", "depression")
    evaluate(person, course, "3")
    # when it makes things worse
    person.open(f"{course}/evaluate")
    choices = person.page.locator("main input[name=help]")
    assert choices.count() == 6 and choices.last.get_attribute("value") == "worse"
    person.sees(label)
    person.choose("help", "worse")
    person.send()
    # then they read what to do, and nothing that frightens
    person.sees(care)
    assert not person.has(".crisis-card")
    person.page.locator("main .actions a").first.click()
    person.look()
    # and their record says it, in words and in the drawing, below the lowest step
    person.open("/me")
    person.sees(label)
    person.open(course)
    steps = person.page.locator("main .history-chart text.step").all_text_contents()
    assert len(steps) == 6 and steps[0] == mark, steps
    dots = [float(dot.get_attribute("cy")) for dot in person.page.locator("main .history-chart .dot").all()]
    assert dots[-1] == max(dots) and dots[-1] > dots[0], dots
    person.page.locator("main .history summary").first.click()
    assert label in person.page.locator("main table tbody tr").first.inner_text()
