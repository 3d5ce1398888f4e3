"""How mail programs put what a person writes into bytes: their headers, parts, encodings, quotes and signatures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from replies.corpus import desktops, telephones, webmails
from replies.corpus.writing import Writing

Program = Callable[[Writing], bytes]


def write(program: str, writing: Writing) -> bytes:
    """The mail as this program sends it."""
    return PROGRAMS[program](writing)


PROGRAMS: Final[Mapping[str, Program]] = {
    "gmail": webmails.gmail,
    "gmail text": webmails.gmail_text,
    "gmail phone": telephones.gmail_phone,
    "yahoo": webmails.yahoo,
    "proton": webmails.proton,
    "gmx": webmails.gmx,
    "zoho": webmails.zoho,
    "fastmail": webmails.fastmail,
    "roundcube": webmails.roundcube,
    "hey": webmails.hey,
    "tutanota": webmails.tutanota,
    "yandex": webmails.yandex,
    "netease": webmails.netease,
    "qq": webmails.qq,
    "iphone": telephones.iphone,
    "outlook phone": telephones.outlook_phone,
    "samsung": telephones.samsung,
    "k9": telephones.k9,
    "fairemail": telephones.fairemail,
    "spark": telephones.spark,
    "blackberry": telephones.blackberry,
    "apple": desktops.apple,
    "outlook": desktops.outlook,
    "outlook web": desktops.outlook_web,
    "outlook mac": desktops.outlook_mac,
    "outlook old": desktops.outlook_old,
    "windows": desktops.windows,
    "thunderbird": desktops.thunderbird,
    "thunderbird html": desktops.thunderbird_html,
    "lotus": desktops.lotus,
    "notes": desktops.notes,
    "mutt": desktops.mutt,
    "evolution": desktops.evolution,
    "em client": desktops.em_client,
    "button": desktops.button,
    "pgp": desktops.pgp,
    "alone": desktops.alone,
}
