"""The owner's own templates: one by one in place of the shipped ones, and never a reason for a letter not to go out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from delegated.letters.brief import Brief, render_brief
from delegated.letters.templates import Templates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    return folder


def test_the_shipped_letters_have_no_faults(letters: Templates) -> None:
    """Nothing to report where the owner has none of her own."""
    assert letters.faults == ()
    assert Templates(None).faults == ()


def test_one_template_of_the_owners_takes_the_place_of_one_shipped(own: Path, brief: Brief, letters: Templates) -> None:
    """The other body stays as it was."""
    (own / "brief.txt").write_text(
        "Dear {{ assistant_name }}: {{ title }}\n{% for x in deliverables %}* {{ x }}\n{% endfor %}"
    )
    letter = render_brief(brief, Templates(own))
    assert letter.text == "Dear Maya Santos: Book flights to Lisbon\n* two options under 300 EUR\n* aisle seats\n"
    assert letter.html == render_brief(brief, letters).html


def test_the_frame_of_all_letters_can_be_replaced(own: Path, brief: Brief) -> None:
    """One file gives every letter another look."""
    (own / "_frame.html").write_text("<p>ACME</p>{% block letter %}{% endblock %}")
    templates = Templates(own)
    assert templates.faults == ()
    assert render_brief(brief, templates).html.startswith("<p>ACME</p>")


def test_a_translation_is_used_for_those_who_speak_it(own: Path, brief: Brief) -> None:
    """`brief.es.txt` and `brief.es.html` for Spanish; all others get the letter that they got before."""
    (own / "brief.es.txt").write_text("Hola {{ assistant_name }}")
    (own / "brief.es.html").write_text("<p lang={{ language }}>Hola {{ assistant_name }}</p>")
    templates = Templates(own)
    spanish = render_brief(replace(brief, head=replace(brief.head, language="es")), templates)
    assert (spanish.text, spanish.html, spanish.language) == (
        "Hola Maya Santos",
        "<p lang=es>Hola Maya Santos</p>",
        "es",
    )
    english = render_brief(brief, templates)
    assert english.text.startswith("Hello Maya Santos")
    assert english.language == "en"


@pytest.mark.parametrize(
    ("source", "line", "message", "cure"),
    [
        ("Hello\n{{ titel }}\n", 2, "there is no `titel` in this letter", "did you mean `title`?"),
        ("{% if due %}\nx\n", 2, "Unexpected end of template", ""),
        ("a\nb\n{{ title|nosuch }}", 3, "No filter named 'nosuch'", ""),
        ("{{ title.upper() }}", 1, "a template can call nothing", "use a filter"),
        ("\n\n{{ title.__class__.__mro__ }}", 3, "unsafe", ""),
        ("{{ ''.__class__ }}", 1, "unsafe", ""),
        ("{{ 'x' * 400000000 }}", 1, "cannot be used", ""),
        ("{{ 9 ** 9 ** 9 }}", 1, "cannot be used", ""),
        ("{{ '%99999999999d' % 1 }}", 1, "cannot be used", ""),
        ("{% include '../../roster.yaml' %}", 1, "", ""),
        ("{{ range(3) }}", 1, "there is no `range`", ""),
    ],
)
def test_a_broken_template_is_reported_and_the_shipped_one_is_used(  # noqa: PLR0917 - what and how it is told
    source: str, line: int, message: str, cure: str, own: Path, brief: Brief, letters: Templates
) -> None:
    """With its place and its cure, at load, before anybody is sent anything."""
    (own / "brief.txt").write_text(source)
    templates = Templates(own)
    (fault,) = templates.faults
    assert (fault.file, fault.line) == ("letters/brief.txt", line)
    assert message in fault.message
    assert cure in fault.help
    assert fault.source == source.split("\n")[line - 1]
    assert render_brief(brief, templates).text == render_brief(brief, letters).text


ROUNDS = 9
ENDLESS = {
    "loops in loops": "{% for a in title %}" * ROUNDS + "{% endfor %}" * ROUNDS,
    "loops that write": "{% for a in title %}" * ROUNDS + "x" + "{% endfor %}" * ROUNDS,
    "a macro that calls itself": "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "a block that shows itself": "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "a template in itself": "{% include 'brief.txt' %}{% include 'brief.txt' %}",
    "a text doubled": "{% set a = title %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "a block of text doubled": "{% set a = title %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60 + "{{ a }}",
    "a text multiplied": "{% set a = title %}" + "{% set a = a|join(a) %}" * 60 + "{{ a }}",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_without_an_end_is_a_fault(name: str, own: Path, brief: Brief, letters: Templates) -> None:
    """It can neither hang `check` nor fill the memory; the letter goes out as shipped."""
    (own / "brief.txt").write_text(ENDLESS[name])
    templates = Templates(own)
    (fault,) = templates.faults
    assert re.search("goes round too often|recursion", fault.message)
    assert render_brief(brief, templates).text == render_brief(brief, letters).text


def test_what_is_usual_in_a_template_can_be_paid_for(own: Path, brief: Brief) -> None:
    """Loops with their counters, conditions, macros with a caller, values set, lists joined and columns."""
    (own / "brief.txt").write_text(
        "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}x{% endcall %}"
        "{% for item in deliverables if item %}{{ loop.index }} of {{ loop.length }}: {{ item }};{% endfor %}"
        "{% for item in [] %}{% else %}none{% endfor %}{% set all = tags|join(', ') %}{{ all }}"
        "{% for link, href in links %}{{ link|column(1000000000) }}{% endfor %}"
    )
    templates = Templates(own)
    assert not list(templates.faults)
    text = render_brief(brief, templates).text
    assert text.startswith("<x>1 of 2: two options under 300 EUR;2 of 2: aisle seats;nonetravel, adminhttps://")
    assert len(text) < 200


def test_a_long_letter_can_be_paid_for(own: Path, brief: Brief) -> None:
    """Bounds are far beyond what people write."""
    (own / "brief.html").write_text("{% for item in deliverables %}<p>{{ item }}</p>{% endfor %}")
    templates = Templates(own)
    long = replace(brief, deliverables=("deliver this",) * 20_000)
    assert render_brief(long, templates).html.startswith("<p>deliver this</p>")
    assert not list(templates.faults)


def test_a_part_of_the_owners_is_used_by_all_letters(own: Path, brief: Brief) -> None:
    """Another foot below every text, from one file."""
    (own / "_foot.txt").write_text("\nACME, at your service\n")
    templates = Templates(own)
    assert templates.faults == ()
    assert "ACME, at your service" in render_brief(brief, templates).text


def test_the_caret_stands_under_the_word(own: Path) -> None:
    """As `check` draws it."""
    (own / "brief.txt").write_text("Hello {{ titel }}")
    fault = Templates(own).faults[0]
    assert str(fault).endswith("    Hello {{ titel }}\n             ^^^^^")


def test_a_template_that_fails_only_now_and_then_is_replaced_only_then(
    own: Path, brief: Brief, letters: Templates
) -> None:
    """What the samples did not show comes out with a real letter: it goes out all the same, and the fault is told."""
    (own / "brief.txt").write_text("{% if title == 'odd' %}{{ nothing }}{% endif %}mine")
    templates = Templates(own)
    assert not list(templates.faults)
    odd = replace(brief, head=replace(brief.head, title="odd"))
    assert render_brief(odd, templates).text == render_brief(odd, letters).text
    assert render_brief(brief, templates).text == "mine"
    assert [fault.line for fault in templates.faults] == [1]


def test_files_that_are_no_templates_are_told(own: Path) -> None:
    """A misspelt name would otherwise do nothing, silently; what editors leave behind is no matter."""
    (own / "breif.txt").write_text("x")
    (own / ".brief.txt.swp").write_text("x")
    (own / "brief.txt~").write_text("x")
    (own / "fault.txt").write_bytes(b"fine\n\xff")
    (own / "waiting.html").write_text("x" * 300_000)
    told = {fault.file: f"{fault.message}; {fault.help}" for fault in Templates(own).faults}
    assert told.keys() == {"letters/breif.txt", "letters/fault.txt", "letters/waiting.html"}
    assert "did you mean `brief.txt`?" in told["letters/breif.txt"]
    assert "UTF-8" in told["letters/fault.txt"]


def test_user_text_is_data_and_never_template(brief: Brief, letters: Templates) -> None:
    """Braces in a title are shown, not run."""
    letter = render_brief(
        replace(brief, head=replace(brief.head, title="{{ 7 * 7 }}{% for %}"), why="{{ 7 * 7 }}"), letters
    )
    assert "{{ 7 * 7 }}{% for %}" in letter.text
    assert "49" not in letter.html.split("How to answer")[0].split("<h1")[1].split("</h1>")[0]


def test_a_rule_may_have_a_brief_of_its_own(own: Path, brief: Brief) -> None:
    """`brief: travel` is written by `brief-travel.txt` and `brief-travel.html`; any other brief is as it was."""
    _both(own, "brief-travel", "Bon voyage, {{ assistant_name }}: {{ title }}")
    letters = Templates(own)
    assert letters.faults == ()
    assert letters.briefs == ("travel",)
    travel = render_brief(brief, letters, "travel")
    assert travel.text.startswith("Bon voyage")
    assert travel.html.startswith("Bon voyage")
    for other in (None, "brief", "an unknown one"):
        assert render_brief(brief, letters, other) == render_brief(brief, Templates())


@pytest.mark.parametrize("there", ["brief-travel.txt", "brief-travel.html", "brief-travel.es.txt"])
def test_one_form_of_such_a_brief_alone_does_not_count(own: Path, brief: Brief, there: str) -> None:
    """Two bodies that say two things would be one mail: it is told which is missing, and the usual brief is sent."""
    (own / there).write_text("Bon voyage, {{ assistant_name }}")
    letters = Templates(own)
    missing = there.replace("txt", "html") if "txt" in there else there.replace("html", "txt")
    (fault,) = letters.faults
    assert str(fault).startswith(f"letters/{there}: does not count without `{missing}`")
    assert letters.briefs == ()
    spanish = replace(brief, head=replace(brief.head, language="es"))
    for reader in (brief, spanish):
        assert render_brief(reader, letters, "travel") == render_brief(reader, Templates())


def test_of_such_a_brief_none_of_it_counts_where_one_form_is_broken(own: Path, brief: Brief) -> None:
    """Both bodies are those of the usual brief."""
    (own / "brief-travel.txt").write_text("Bon voyage, {{ assistant_name }}")
    (own / "brief-travel.html").write_text("Bon voyage, {{ nobody }}")
    letters = Templates(own)
    assert [fault.file for fault in letters.faults] == ["letters/brief-travel.html"]
    assert render_brief(brief, letters, "travel") == render_brief(brief, Templates())


def test_the_brief_of_a_rule_goes_before_the_language(own: Path, brief: Brief) -> None:
    """It is told to be in the language in which it is; translated, it is in the reader's."""
    _both(own, "brief.es", "Hola")
    _both(own, "brief-travel", "Bon voyage")
    spanish = replace(brief, head=replace(brief.head, language="es"))

    def sent(template: str | None) -> tuple[str, str, str]:
        letter = render_brief(spanish, Templates(own), template)
        return letter.text.strip(), letter.html.strip(), letter.language

    assert sent("travel") == ("Bon voyage", "Bon voyage", "en")
    assert sent(None) == ("Hola", "Hola", "es")
    _both(own, "brief-travel.es", "Buen viaje")
    assert sent("travel") == ("Buen viaje", "Buen viaje", "es")


def _both(own: Path, name: str, text: str) -> None:
    for form in ("txt", "html"):
        (own / f"{name}.{form}").write_text(text)


def test_only_briefs_are_of_several_kinds(own: Path) -> None:
    """A name that no letter has is a fault; one that is broken, too."""
    (own / "review-travel.txt").write_text("no")
    _both(own, "brief-travel", "{{ nothing }}")
    told = [str(fault) for fault in Templates(own).faults]
    assert any("letters/review-travel.txt: no letter has this name" in one for one in told), told
    assert any("letters/brief-travel.txt:1" in one for one in told), told
