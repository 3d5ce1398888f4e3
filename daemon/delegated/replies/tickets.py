"""What robots write when a mail has reached them: thanks, a number, and that somebody will come back to it.

People of a firm write much alike, so that one sign is never enough: it is a robot's where a receipt stands at the
beginning, and a number of its own or a promise with a time goes with it. Who says `I`, asks, or says a word about
the work is a person. The patterns are for folded text in one line.
"""
# ruff: noqa: E501  # patterns are read best with a language on one line

from __future__ import annotations

import re
from typing import Final

from delegated.replies import away


def ticket_sign(told: str) -> str:
    """What a robot says in this text, as it stands there; "" where a person may have written it."""
    if len(told) > _LONGEST or "?" in told or _I.search(told) or not _ANSWERS.isdisjoint(_WORD.findall(told)):
        return ""
    beginning = told[:_BEGINNING]
    numbered = _OUR_NUMBER.search(told)
    receipt = _RECEIPT.search(beginning) or (numbered and _THANKS.search(beginning))
    followed = numbered or _MADE.search(told) or _PROMISE.search(told)
    return f"it says what ticket systems say: “{receipt[0]}”, “{followed[0]}”" if receipt and followed else ""


_LONGEST: Final = 1200
_BEGINNING: Final = 300
_WORD: Final = re.compile(r"[^\W\d_]+")
# `si` is also the Spanish and the French for `if`.
_ANSWERS: Final = (away.WORK | away.AGREEMENT) - {"si"}
_I: Final = re.compile(
    r"\b(?:i|i'\w+|my|me|ich|mein\w{0,2}|mir|mich|yo|mi|mis|je|j'\w+|mon|mes|moi|eu|meu|meus|minhas?)\b(?!')"
)
_LETTER: Final = r"(?:message|e-?mail|mail|request|inquiry|enquiry|query|case|issue|support ticket|submission|report)"
_BRIEF: Final = r"(?:nachricht|e-?mail|mail|anfrage|mitteilung|meldung|anliegen)"
_CARTA: Final = r"(?:mensaje|correo(?: electronico)?|solicitud|consulta|peticion|incidencia|caso)"
_LETTRE: Final = r"(?:message|e-?mail|mail|courriel|demande|requete|dossier)"
_RECADO: Final = r"(?:mensagem|e-?mail|pedido|solicitacao|contact?o|questao|chamado)"
_THANKS: Final = re.compile(r"\b(?:thanks|thank you|danke|vielen dank|gracias|merci|obrigad[oa]|agradecemos)\b")
_NAMED: Final = r"(?:[ (]{1,2}(?:number |no\.? |id |nr\.? |numero )?[#\[]?[a-z]{0,8}[-#]?\d[\w-]{0,30}[\])]?)?"
_RECEIPT: Final = re.compile(
    rf"\b(?:thank(?:s| you) for (?:contacting|reaching out|getting in touch|writing to us|your {_LETTER})|(?:we(?:'ve| have)?|our (?:support |service )?(?:team|desk)(?: has)?) (?:just |successfully )?(?:received|got|registered|logged) your (?:new )?{_LETTER}"
    rf"|your (?:new )?{_LETTER} (?:has been|was) (?:successfully )?(?:received|registered|logged|recorded|forwarded|assigned|submitted)|(?:an?|your|the)(?: new| support){{0,2}} (?:ticket|case|request){_NAMED} (?:has been|was) (?:created|opened|registered|logged|raised|received)|we acknowledge receipt of"
    rf"|(?:danke|dank) fur (?:ihre|deine|eure) {_BRIEF}|wir haben (?:ihre?|deine?|eure?) {_BRIEF} (?:erhalten|empfangen|aufgenommen)|(?:ihre?|deine?|eure?) {_BRIEF} (?:ist (?:bei uns )?(?:eingegangen|eingetroffen)|wurde (?:erfasst|registriert|aufgenommen|empfangen))|(?:ein|ihr)(?: neues)? ticket{_NAMED} (?:wurde|ist) [^.!]{{0,20}}(?:erstellt|eroffnet|angelegt|erfasst)"
    rf"|gracias por (?:contactar|contactarnos|ponerse en contacto|escribirnos|su {_CARTA}|tu {_CARTA})|hemos recibido (?:su|tu) {_CARTA}|(?:su|tu) {_CARTA} ha sido (?:recibid|registrad|asignad)[oa]|(?:su|tu|un) (?:ticket|caso){_NAMED} (?:ha sido|se ha) (?:cread|abiert|registrad)[oa]"
    rf"|merci (?:de nous avoir contactes?|pour votre {_LETTRE}|de votre {_LETTRE})|nous avons bien recu votre {_LETTRE}|votre {_LETTRE} a (?:bien )?ete (?:recue?|enregistree?|transmise?)|(?:votre|un)(?: nouveau)? ticket{_NAMED} a (?:bien )?ete (?:cree|ouvert|enregistre)"
    rf"|obrigad[oa] (?:por (?:nos )?contact?ar|por entrar em contato|pel[oa] (?:seu |sua )?{_RECADO})|recebemos (?:o seu|a sua|seu|sua) {_RECADO}|(?:o seu|a sua|seu|sua) {_RECADO} foi (?:recebid|registad|registrad|encaminhad)[oa]|(?:o seu|seu|um) (?:ticket|chamado){_NAMED} foi (?:criad|abert|regist(?:r)?ad)o)"
)
_FIGURES: Final = r"[\W_]{0,4}(?:(?:is|has|lautet|ist|es|est|e)[\W_]{1,3})?[a-z]{0,8}[-#/ ]{0,2}\d{2,}[\w-]{0,30}"
# Under which number the firm that answers keeps it. A ticket alone may be one for a flight.
_OUR_NUMBER: Final = re.compile(
    rf"(?:^|[.!:] ?|\b(?:and|und|y|et|e) )(?:your {_LETTER}\b[^.!]{{0,40}}?(?:\bnumber|\bno\b|\bid\b|\breference|\bref\b|#){_FIGURES}"
    rf"|(?:ihre?|deine?) (?:{_BRIEF}\b[^.!]{{0,40}}?(?:\bnummer|\bnr\b|#)|(?:vorgangs|ticket|fall|bearbeitungs|anfrage)-?nummer){_FIGURES}"
    rf"|(?:su|tu) {_CARTA}\b[^.!]{{0,40}}?(?:\bnumero|\bn[.o]|\breferencia|#){_FIGURES}"
    rf"|votre {_LETTRE}\b[^.!]{{0,40}}?(?:\bnumero|\bn[.o]|\breference|#){_FIGURES}"
    rf"|(?:o seu|a sua|seu|sua) {_RECADO}\b[^.!]{{0,40}}?(?:\bnumero|\bn[.o]|\breferencia|\bprotocolo|#){_FIGURES})"
)
_MADE: Final = re.compile(
    rf"(?:\b(?:ticket|case|request|caso|chamado)[ (]{{0,2}}(?:number|no|id|nr|numero|n[.o])?[ .:]{{0,2}}#?{_FIGURES}[^.!]{{0,20}} (?:has been|was|wurde|ha sido|se ha|a (?:bien )?ete|foi) |\[(?:ticket|case|request)[ #:]{{0,3}}\d{{2,}}\]|\b(?:your case|seu protocolo) (?:number|id)?{_FIGURES})"
)
_PROMISE: Final = re.compile(
    r"(?:\b(?:we|our (?:support |service |customer )?(?:team|staff|desk|agents)|someone|somebody|a (?:member|colleague|specialist|representative)[^.!]{0,40}|an agent|one of our [a-z ]{1,30})(?:'ll| will| shall| aim to| try to| usually| normally)?(?: be)? (?:get back|getting back|be in touch|in touch|reply|respond|answer|contact you|come back|follow up)|\band will (?:get back|be in touch|reply|respond|answer|contact you|come back)|\b(?:wir|und) (?:melden|werden|antworten|kummern|bearbeiten|kommen)|\b(?:le|te|nos) (?:responderemos|contestaremos|atenderemos|pondremos|contactaremos)|\b(?:nous|vous) (?:vous )?(?:repondrons|reviendrons|recontacterons|traiterons|contacterons)|\b(?:responderemos|entraremos|retornaremos|contact?aremos|daremos))"
    r"[^.!]{0,60}?\b(?:within|shortly|as soon as possible|in the next \w+|\d+ (?:business |working )?(?:hours?|days?)|innerhalb|binnen|in kurze|schnellstmoglich|baldmoglichst|so (?:schnell|bald) wie moglich|umgehend|en (?:un plazo|las proximas|menos de|breve|\d+ horas)|lo antes posible|dans (?:les (?:meilleurs|plus brefs) delais|les \d+|un delai)|sous \d+|rapidement|em (?:breve|ate \d+|\d+ horas)|no prazo de|dentro de|o mais (?:breve|rapido))\b"
)
