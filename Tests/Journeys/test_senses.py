"""On paper, in the dark, and with motion turned down."""

import pytest

from people import evaluate, example, join, record
from walker import DESKTOP, PHONE

MAIN = ["/", "/conditions/depression", "/search?q=bad+back", "/sign-up", "/how-we-know", "/styleguide"]


def test_a_printed_page_keeps_the_figures_and_leaves_out_the_doors(walk):
    person = walk(viewport=DESKTOP)
    person.open(example(person)[0])
    figures = ["#evidence .evidence", "#evidence .distribution svg", "#evidence .range svg", "h1"]
    doors = [".site-menu", "nav.doors", ".site-search", "a.skip", ".crisis .language"]
    person.page.emulate_media(media="print")
    for selector in figures:
        assert person.page.locator(selector).first.is_visible(), f"{selector} is not printed"
    for selector in doors:
        assert not any(found.is_visible() for found in person.page.locator(selector).all()), f"{selector} is printed"
    # and whose it is and the crisis line go along
    assert person.page.locator(".crisis a[href^='tel:']").first.is_visible()
    person.page.emulate_media(media="screen")
    assert person.page.locator("nav.doors").is_visible(), "a control: on the screen they are there"


def test_a_printed_record_has_no_buttons(walk):
    person = walk(viewport=DESKTOP, script=False)
    join(person)
    evaluate(person, record(person, "yoga", "anxiety"), "3", "Twenty minutes are enough.")
    person.open("/me")
    person.page.emulate_media(media="print")
    person.sees("Yoga")
    person.sees("Twenty minutes are enough")
    assert not any(button.is_visible() for button in person.page.locator("main .button").all())


def test_of_a_printed_page_no_form_leaves_an_empty_card(walk):
    person = walk(viewport=DESKTOP, script=False)
    join(person)
    person.open("/me/account/keys")
    making = person.page.get_by_role("heading", name="Make a key")
    assert making.is_visible(), "a control: on the screen it is there"
    person.page.emulate_media(media="print")
    assert not making.is_visible()
    assert person.page.get_by_role("heading", name="Your keys").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_in_the_dark_everything_can_be_read(walk, viewport):
    # axe-core looks at the contrast of every page that a walker sees
    person = walk(viewport=viewport, dark=True)
    for path in [*MAIN, example(person)[0]] if viewport == DESKTOP else ["/", example(person)[0]]:
        person.open(path)
        red, green, blue = person.page.evaluate(
            "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)")
        assert red + green + blue < 150, f"{path} is bright"
    if viewport == PHONE:
        join(person)
        evaluate(person, record(person, "yoga", "anxiety"), "3")
        person.open("/me")
        person.open("/me/account")


def test_axe_would_notice(walk):
    """The control: a page made hard to read is found."""
    person = walk()
    person.open("/how-we-know")
    person.page.locator("main .prose p").first.evaluate("words => { words.style.color = '#eeeeee' }")
    with pytest.raises(AssertionError, match="color-contrast"):
        person.look()
