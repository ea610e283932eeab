"""The site's own picture: an administrator puts it up, and everybody sees it, or hears what it shows."""

import subprocess

import pytest

from walker import DESKTOP, PHONE


def vips(folder, name, *commands):
    """A picture made by vips, by its path."""
    for command in commands:
        done = subprocess.run(["vips", *command.replace("OUT", name).split()], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return folder / name


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    words = '<span foreground="#1f4d3a" font_weight="bold">Lighthouse Clinic</span>'
    subprocess.run(["vips", "text", "text.v", words, "--rgba", "--dpi", "300"], cwd=folder, check=True)
    text = folder / "text.txt"
    text.write_text("I am a picture")
    svg = folder / "emblem.svg"
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    emblem = vips(folder, "emblem.png", "copy text.v OUT")
    return {
        "emblem": emblem, "text": text, "svg": svg,
        "photo": vips(folder, "photo.jpg", "gaussnoise n.v 900 600 --mean 128 --sigma 40", "cast n.v OUT uchar"),
        "huge": vips(folder, "huge.png", "black b.v 7100 7100 --bands 3", "copy b.v OUT"),
        "half": half(folder, emblem),
    }


def half(folder, picture):
    file = folder / "half.png"
    data = picture.read_bytes()
    file.write_bytes(data[:len(data) // 2])
    return file


def put_up(person, file, english="Lighthouse Clinic", spanish="Clínica El Faro"):
    person.open("/admin/picture")
    form = "main form[enctype='multipart/form-data']"
    person.page.locator(f"{form} [name='description-en']").fill(english)
    person.page.locator(f"{form} [name='description-es']").fill(spanish)
    if file:
        person.page.locator("main input[type=file]").set_input_files(str(file))
    person.send(form)


@pytest.mark.parametrize("script, language, viewport", [
    (True, "en", PHONE), (False, "es", PHONE), (True, "es", DESKTOP)], ids=["phone", "no script", "Spanish"])
def test_a_picture_stands_on_the_front_page_with_what_it_shows(
        walk, empty_server, administrator, pictures, script, language, viewport):
    # given an administrator
    person = administrator(script=script, language=language, viewport=viewport)
    person.open("/admin")
    person.page.locator("main a[href='/admin/picture']").click()
    person.look()
    # when they put up a picture
    put_up(person, pictures["emblem"])
    assert person.path == "/admin/picture" and person.has("main img.picture"), person.text("main")
    # then visitors see it, in their own language
    for spoken, words in [("en", "Lighthouse Clinic"), ("es", "Clínica El Faro")]:
        visitor = walk(on=empty_server, language=spoken, script=script)
        visitor.open("/")
        picture = visitor.page.locator(".emblem img")
        assert picture.get_attribute("alt") == words
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 10
    # when they change the words, and then another picture
    person.unfold("change-words")
    person.page.locator("form[action$='/description'] [name='description-en']").fill("A lighthouse")
    person.send("form[action$='/description']")
    put_up(person, pictures["photo"], english="A beach")
    visitor = walk(on=empty_server, script=False)
    visitor.open("/")
    assert visitor.page.locator(".emblem img").get_attribute("alt") == "A beach"
    # when they take it out
    person.unfold("take-out")
    person.send("form[action$='/remove']")
    visitor.open("/")
    assert not visitor.has(".emblem")


@pytest.mark.parametrize("script, language", [(True, "en"), (False, "es")], ids=["script", "no script"])
def test_what_cannot_be_taken_is_said_in_words(administrator, pictures, script, language):
    person = administrator(script=script, language=language)
    said = {
        None: ("Choose a picture", "Elige una imagen"), "text": ("no picture that can be shown", "no es una imagen"),
        "svg": ("no picture that can be shown", "no es una imagen"), "huge": ("40 megapixels", "40 megapíxeles"),
        "half": ("cannot be read to its end", "no se puede leer hasta el final"),
    }
    for name, words in said.items():
        put_up(person, name and pictures[name])
        person.sees(words[language == "es"], "#error-summary")
        # what was written is still there
        assert person.page.locator("main form[enctype] [name='description-en']").input_value() == "Lighthouse Clinic"
    # a missing description asks for the picture once more
    put_up(person, pictures["emblem"], english="")
    person.sees("Choose the picture once more|Elige la imagen otra vez", "#error-summary")


def test_a_picture_that_is_too_large_is_not_even_sent(administrator, tmp_path):
    person = administrator()
    large = tmp_path / "large.png"
    large.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9_000_000))
    put_up(person, large)
    person.sees("larger than 8 MB", "#file-large")
    # and without script the server says so
    person = administrator(script=False, language="es")
    put_up(person, large)
    person.sees("archivo es demasiado grande", "main")
