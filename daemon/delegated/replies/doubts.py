"""Whether a word that stands at the beginning of a text is meant. A wrong act is far worse than a note.

Whoever writes `keep` may go on with `me posted`. So what follows a word is looked at: a mark or the end of the line,
words that belong to it, or anything else, and then it is no word that counts. And of what is said besides, some takes
it back: `yes, but`, `ok, I will think about it`, `done, except for`.
"""
# ruff: noqa: E501  # patterns are read best with a kind of words on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from delegated.replies.words import SIGNS, Word

if TYPE_CHECKING:
    from delegated.replies.words import Spoken


def is_meant(spoken: Spoken, plain: str) -> bool | None:
    """True where the phrase is meant for certain, False where it may be, None where it is something else."""
    end = spoken.end
    follow = _follow(plain, end)
    if follow == "?":
        return None
    if follow == "word" and not _goes_on(spoken, plain):
        return None
    after = plain[end : end + _SCOPE]
    beside = _TAKES_ALONG.get(spoken.word)
    if beside and beside.match(after):
        return None
    return not _taken_back(spoken, follow, after)


def _follow(plain: str, end: int) -> str:
    """What stands behind a phrase: `end` of a line or sentence, a `comma` or the like, `?`, or a `word`."""
    mark = _MARK.match(plain, end)
    if mark is None:
        return "word"
    marks = mark[0]
    if "?" in marks:
        return "?"
    if mark.end() == len(plain) or "\n" in marks or any(one in marks for one in ".!;…"):
        return "end"
    return "comma"


def _goes_on(spoken: Spoken, plain: str) -> bool:
    """Words follow at once: those that belong to it."""
    if spoken.phrase in SIGNS:
        return True
    if spoken.phrase in _NEVER_FOLLOWED:
        return False
    if _THANKING.search(spoken.phrase) and _NAME.match(plain, spoken.end):
        return True
    return _FOLLOWERS[spoken.word].match(plain, spoken.end) is not None


def _taken_back(spoken: Spoken, follow: str, after: str) -> bool:
    """What else is said makes it doubtful that the word is meant."""
    word = spoken.word
    if spoken.phrase in _WEAK and word in _SUPPORT and not _supported(spoken, follow, after):
        return True
    uncapped = _CAPPED.sub(" ", after) if word is Word.APPROVE else after
    sentence = _first_sentence(uncapped)
    return (
        any(sign.search(after) for sign in _AGAINST.get(word, ()))
        or any(sign.search(sentence) for sign in _AGAINST_BESIDE.get(word, ()))
        or (word in {Word.ACCEPT, Word.APPROVE} and _BUT.match(uncapped) is not None)
    )


def _supported(spoken: Spoken, follow: str, after: str) -> bool:
    """`Yes` and `no` begin answers to anything: what follows has to fit."""
    if not after.strip(_BLANK_MARKS):
        return True
    if follow == "end" and spoken.word in {Word.ACCEPT, Word.APPROVE}:
        return not (spoken.word is Word.APPROVE and _ASKS.search(after))
    if spoken.word is Word.ACCEPT and spoken.phrase not in _HALF_HEARD and _QUESTION.match(after):
        return True
    return _SUPPORT[spoken.word].match(after) is not None


def _first_sentence(after: str) -> str:
    end = _SENTENCE_END.search(after)
    return after[: end.start()] if end else after


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})(?!\w)")


def _followers(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"[\s*_\"']{{1,3}}(?:(?:{'|'.join(parts)})(?!\w)|https?:|[{SIGNS}]|t-?\d)")


_SCOPE: Final = 600
_BLANK_MARKS: Final = " \n\t.,;:!-_*\"'()"
_MARK: Final = re.compile(r"[ \t*_\"'»”)]*(?:[^\w\s*_\"'»”)][^\w\n]*|\n|$)")
_SENTENCE_END: Final = re.compile(r"[.!](?=\s|$)|\n|;")

_IT = "it|this|that|this one|that one|these|them both|both|the task|this task|the job|the whole thing|all of it|everything"
_THEIRS = (
    r"lo|la|el|les?|los|las|esto|eso|este|esta|es|das|dies|diese|diesen|den|die|dem|ihn|ce|cette|cet|ca|c|isso|isto|os|a (?:tarefa|proposta)"
    r"|con|mit|avec|com|para|fur|pour|por|weil|porque|parce|denn|da|ich|je|yo|eu|gerne?|por favor|bitte|s'il|hasta|bis|ate"
    r"|jusqu\w*|en|em|im|am|ab|und|y|et|e|gracias|danke|merci|obrigad[oa]|desde|de|nach|sin|ohne|sans|sem|au|ao|hoy|heute"
    r"|de nuevo|wegen|leider|encargo|auftrag|tarea|tarefa|tache|schon|ya"
)
_POLITE = "please|thanks|thank you|thx|then|now|for now|kindly"
_ORDER_END: Final = rf"(?:{_POLITE})|(?:{_IT})(?: (?:{_POLITE}|task|one|again))?(?= *(?:[.,;:!()\n-]|$)| (?:because|since|as|until|till|to|for now|then|for)\b)"
_CALLED_OFF = r"(?:off|over|cancell?ed|called off|postponed|no longer|not (?:needed|necessary|happening|taking place)|gone|too (?:late|dear|expensive)|closed|sold out|fully booked)"
_CAUSES: Final = (
    rf"no longer (?:needed|necessary|required)|(?:we|i) (?:no longer|don't|do not) need|it(?:'s| is) {_CALLED_OFF}"
    rf"|(?:the|our|my|his|her) (?!\w+ (?:that|which|who|if|it) )\w+ (?:\w+ )?(?:is|was|are|were|has been|have been) {_CALLED_OFF}"
)
_THEIR_TASK = r"(?:(?:el|la|les?|o|a|den|die|das|este|esta|cette|diese[ns]?|ess[ae]) )?(?:encargo|tarea|auftrag|aufgabe|tarefa|tache|mission|trabajo|trabalho)"
_THEIR_IT = rf"lo|la|les?|esto|eso|es|das|dies|ihn|ca|cela|ceci|isso|isto|todo|tudo|alles|tout|{_THEIR_TASK}"
_THEIR_POLITE = r"por favor|bitte|s'il (?:te|vous) plait|gracias|danke|merci|obrigad[oa]|ya|schon|hoy|heute"
_THEIR_CAUSES = r"porque|pues|por (?!favor)|weil|denn|da|wegen|leider|parce|car"
_THEIR_ORDER_END: Final = (
    rf"{_THEIR_CAUSES}|(?:{_THEIR_IT}|{_THEIR_POLITE})(?= *(?:[.,;:!()\n-]|$)"
    rf"| (?:{_THEIR_POLITE}|{_THEIR_CAUSES}|hasta|al?|para|bis|auf|zum|um|jusqu\w*|au|ate)(?!\w))"
)
_THEIR_DAYS = r"lunes|martes|miercoles|jueves|viernes|sabado|domingo"
_ALSO: Final = r"(?:as well|too)(?= *(?:[.,;:!()\n-]|$))"
_FOLLOWERS: Final = {
    Word.ACCEPT: _followers(
        rf"{_IT}|{_ALSO}|and|with (?:pleasure|thanks|joy)|thanks|thank you|please|i'll|i will|i can(?! only)|i'm (?:on|in|happy|glad|free)|i am (?:on|in|happy|glad|free)"
        r"|i'd|i have time|i accept|i do|we'll|we will|we can|will do|will start|will be|will have|can do|happy|glad|gladly|sure|of course|absolutely|definitely"
        r"|no problem|starting|start|job|your (?:offer|task|job)|the (?:offer|task|job)|from|to (?:do|help|take|accept|start|handle|work)|on it|by(?! the | an? |\w+ing)|right away|yes"
        rf"|ok|okay|do|help|take|me|for me|as soon|today|tomorrow|tonight|immediately|{_THEIRS}"
    ),
    Word.DECLINE: _followers(
        rf"{_IT}|and|i|i'm|i am|we|we're|thanks|thank|sorry|due|because|as|since|for|with|this time|this week|at the moment|right now|now|today"
        r"|until|till|my|too|not|no|take|do|accept|help|make|fit|commit|manage|can't|cannot|unfortunately|time|capacity|at this time|i'll|please|regrettably"
        rf"|your|the (?:offer|task|job)|to (?:do|take|accept|help|commit)|have (?:time|capacity)|{_THEIRS}"
    ),
    Word.QUESTION: _followers(r"(?!\d|mark|marks\b|of\b|is closed|answered|from the (?:client|form)).{0,40}"),
    Word.DONE: _followers(
        r"in (?:\d\S*|about|just|under|an?|half|two|three|four) ?|with (?:it|this|that|everything|all|the task|all of it)|and|it|this|here|see|attached|\d[\d.,:]*\s?\w*"
        r"|took|it took|took me|about|after|thanks|please|now|today|just now|link|file|files|as|below|above|everything is|everything|all|half an hour|an hour|one hour|two hours"
        r"|the (?:task|work|job)|already|ca|ungefahr|con|mit|avec|com|en (?:\d+|una|dos|tres)|em \d+|y|et|e|und|gracias|danke|merci|obrigad\w*|hoy|heute|hoje|schon|ya|aqui|hier|ici|todo|alles|tout|tudo"
    ),
    Word.LATE: _followers(
        rf"until|till|til|by|because|since|sorry|with|for|to|due|again|again sorry|as|about|around|approx|probably|maybe|likely|i|my|we|the|a|an|today|tonight|tomorrow|next|this|in"
        r"|\d[\d.,:]*\S*|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri|sat|sun|january|february|march|april|may|june|july|august|september|october|november|december"
        rf"|noon|end|one|two|three|four|five|half|power|kid|child|{_THEIRS}|lunes|martes|miercoles|jueves|viernes|montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi"
        r"|segunda|terca|quarta|quinta|sexta|manana|morgen|demain|amanha"
    ),
    Word.APPROVE: _followers(
        rf"{_IT}|{_ALSO}|up to|but|with (?:a|the) (?:limit|maximum|cap)|at most|max|maximum|not more|no more|at|for|with me|by me|to|and|please|thanks|thank you|go|go ahead|do|do it|approved|yes|the (?:budget|cost|costs|price|offer|money|amount|plan|expense|request|extra)|all|\d[\d.,]*|eur|usd|gbp|of course|sure|then|{_THEIRS}"
    ),
    Word.REFUSE: _followers(
        rf"{_IT}|because|as|since|too|thanks|thank you|sorry|it's|it is|i|we|not|please|the (?:offer|price|task|cost|money)|at this|do|spend|{_THEIRS}"
    ),
    Word.AGAIN: _followers(rf"please|with|without|using|but|in|and|from|this time|it|this|that|the|for|as|to|page|slide|{_THEIRS}"),
    Word.CANCEL: _followers(_ORDER_END, _ALSO, r"because|since|the task(?= *(?:[.,;:!()\n-]|$))", _CAUSES, _THEIR_ORDER_END),
    Word.KEEP: _followers(_ORDER_END, r"for myself|for me|myself|because|since|with me|on my (?:list|desk)|yourself", "lo|esto|das|es|ca|isso|selbst|moi-meme"),
    Word.DROP: _followers(_ORDER_END, _ALSO, "because|since", "lo|esto|das|es|ca|isso"),
    Word.DEFER: _followers(
        rf"until|till|til|to|by|for (?:a|an|one|two|three|\d+|now|the)|because|since|{_ORDER_END}|\d|a week|a month|one|two|three|next|tomorrow|monday|tuesday|wednesday|thursday|friday|please"
        rf"|january|february|march|april|may|june|july|august|september|october|november|december|hasta|al?|el (?:\d+|dia|proximo|mes|{_THEIR_DAYS})|bis|auf|zum|jusqu\w*|au|ate|para|um|de|{_THEIR_ORDER_END}"
    ),
    Word.DELEGATE: _followers(rf"[^\W\d_]+(?= *(?:please)?(?:[.!\n]|$))|to|please|back|{_IT}|a|an|al|pour|para|au|ao"),
    Word.PRAISE: _followers(
        r"to|for|so|very|a lot|again|and|you|work|job|thanks|thank you|indeed|all|everyone|well|as always|as usual|really|much|result|results|report|with it|with this|with the|on|mil|viel\w*|muchas|muito|beaucoup|team|effort|presentation|slides|summary|report|stuff|one"
    ),
    Word.RELEASE: _followers(rf"\d+|[0-9a-f]{{8,64}}|{_IT}|please|mail|the mail|number"),
}  # fmt: skip

# Who writes `paso por la oficina` comes by.
_NEVER_FOLLOWED: Final = frozenset({"ask", "asking", "paso", "passo", "je passe"})
_THANKING: Final = re.compile(
    r"\b(?:thank|thx|cheers|gracias|danke|merci|obrigad|great|good job|well done|bravo|kudos)"
)
_NAME: Final = re.compile(r" [^\W\d_]{2,20}(?= *(?:[.,!\n]|$))")

# What proves, even behind a comma, that something else is said.
_TAKES_ALONG: Final = {
    Word.AGAIN: re.compile(
        r"[\s,:-]*(?:and again|thanks|thank|thx|sorry|great|well|good|congrat\w*|many|my|i|i'm|gracias|danke|merci|obrigad\w)\b"
    ),
    Word.KEEP: re.compile(r"[\s,:-]*(?:going|calm|in mind|in touch|up|posted|me)\b(?! *(?:[.,]|$))"),
    Word.DONE: re.compile(
        r"[\s,:-]*(?:deal\b|is better|(?:(?:to|about|up to|only|al?|zu) )?\d{1,2}(?:[.,]\d{1,2})? ?(?:%|percent|prozent)(?= *(?:$|[^\w\s]|\n|(?:of|done|so far|now|yet|ready|finished)\b)))"
    ),
    Word.ACCEPT: re.compile(
        r"[\s,:/-]*(?:or|and no|(?:(?:this|that|it) )?(?:would|could|means)|that (?:this|it|i|i'm|we|the|there|you|he|she|they))\b"
    ),
    Word.APPROVE: re.compile(r"[\s,:/-]*(?:or|and no)\b"),
    Word.DECLINE: re.compile(r"[\s,:/-]*(?:or|and yes|(?:it|this|that|them) (?:on to|along|to|over))\b"),
    Word.LATE: re.compile(r" to (?:decide|think|check|answer|reply|say|tell)\b"),
}

_REFUSING: Final = _pattern(
    r"(?:i|we)(?:'m| am|'re| are)? (?:(?:really|simply|just|also|unfortunately|still) )?(?:can't|cannot|can not|won't|will not|unable|not able|don't have (?:the )?(?:time|capacity)|have no (?:time|capacity)|do not have"
    r"|must decline|have to decline|need to decline|decline|not available|too busy|fully booked|don't want|would rather not)(?! (?:wait|tell you how|thank|believe|promise more|complain|start before))",
    r"can't (?:do|take|accept|make)|cannot (?:do|take|accept|make)|no time|not (?:this time|for me|possible)|decline|declined|refuse|no puedo|kann (?:ich )?(?:leider )?nicht|ich kann (?:es |das )?(?:leider )?nicht"
    r"|je ne peux pas|nao posso|rechazo|ablehnen|i'm out",
)
_UNDECIDED: Final = _pattern(
    r"let you know|get back to you|come back to you|think (?:about|it over|it through)|(?:need|have|want|going|will|'ll) (?:to )?(?:first )?(?:check|see if|ask|look at|look into|have a look|review|discuss)|not sure|maybe|perhaps|might"
    r"|depends|let me (?:check|see|think|look|ask|first)|we'll see|can't say|hold on|not yet|wait until|wait for|first i|later today i|look tomorrow|i guess|i suppose|if i can|not certain|unsure|tentative\w*|provisional\w*|confirm (?:later|tomorrow|by)"
    r"|(?<!you )(?<!up )to (?:decide|think|consider)|para (?:decidir|pensar\w*)|pour (?:decider|reflechir)|zu (?:entscheiden|uberlegen)|bedenkzeit"
    r"|te digo|lo miro|quiza|tal vez|vielleicht|ich schaue|muss (?:erst|noch)|peut-etre|je regarde|je vous dis|talvez|vou ver|depende|kommt darauf an",
)
_CONDITION: Final = _pattern(
    r"but|only|if(?! (?:you need|that's ok|that is ok|you like|you wish|you want))|unless|provided|as long as|on condition|assuming|except|however|although|though|once|instead|what then|was dann|conditionally|subject to|not before|with (?:changes|conditions|one change)|not (?:the|for|her|his|both|all)"
    r"|(?<=, )(?:no|nicht|pas|nao) (?:el|l[aeo]s|l[ae]|der|den|die|das|[ao]s?)"
    r"|pero|solo si|salvo|aunque|si (?:me|es|no)|aber|nur|wenn|falls|sofern|mais|seulement|sauf|a condition|mas|somente|apenas|desde que|se",
)
_BUT: Final = re.compile(
    r"[\s.,;!-]*(?:but|however|pero|aber|mais|mas|only|if|unless|although|though|by (?!tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|tonight|the end|end|\d))\b"
)
_CAPPED: Final = re.compile(
    r"\b(?:but |pero |aber |mais |mas )?(?:only )?(?:(?:not|no|never|nicht|pas|nao) (?:more|mehr|mas|plus|mais) (?:than|als|de|do que)|up to|at most|max\b|maximum|maximal|hochstens|bis zu|como mucho|hasta|jusqu'a|au plus|ate|no maximo|not (?:a|one|a single) \w+ more(?! than))"
)
_TAKING: Final = _pattern(
    r"no problem|i'll do it|i will do it|i'll take it|i accept|happy to|i can do it|count me in|consider it done|but i can|actually|approve|go ahead|fine with me|but up to|unless|if",
)
_YIELDING: Final = _pattern(r"approved?|go ahead|but (?:up to|you may|ok|yes)|unless|if|only if|ok with|fine with")
_UNFINISHED: Final = _pattern(
    r"by|\d+ (?:of|out of) (?:the )?\d+|almost|nearly|half(?! an hour)|partly|partially|not yet|except|apart from|still|the rest|rest|remaining|missing|so far|tomorrow|soon|later|tonight|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|will (?:send|be|follow|come)|need (?:to|until|more)|quite|first (?:part|half|draft)|when"
    r"|not|casi|falta|fast|noch|presque|encore|manque|quase|ainda|manana|morgen|demain|amanha|for today|for now|at (?:noon|\d)|in (?:a|an|two|three|\d+) (?:hours?|days?|minutes?) ?(?:from|time)",
)
_WANTING: Final = re.compile(
    r"\b(?:but|however|although|though|except|only|unfortunately|please (?:redo|change|fix|add|also|send|correct|make|use|remove|check|do)|could you|can you|would you|need to|needs? |should|redo|wrong|missing|mistakes?|errors?|instead"
    r"|will (?:look|review|check|read|have|go|get|come)|i'll (?:look|review|check|read|have|go|get|come|try|be|let|see)|let me|tomorrow|later|tonight|next week|this evening|when|in advance|ahead|waiting|received|got it|not|no|didn't|isn't|doesn't|again"
    r"|pero|aber|mais|mas|falta|fehlt|schaue?|morgen|manana|demain|amanha|miro|regarde|ask|question|idea|point|luck|to hear|to know|progress|start)\b|\?"
)
_MISTAKEN: Final = _pattern("i mean|i meant|my mistake|wrong task|ignore|not this|other one|oops")
_ASKS: Final = re.compile(r"\?(?=\W|$)")

_WEAK: Final = frozenset(
    ["yes", "yep", "yeah", "yup", "aye", "ok", "okay", "o.k", "okey", "okie", "oki", "k", "sure", "alright", "fine", "agreed", "deal", "go", "no", "nope", "nah", "👍", "👌", "✅", "✔", "☑", "🆗", "👎", "❌", "🚫", "si", "vale", "claro", "bueno", "ja", "jo", "jep", "klar", "gut", "nein", "nee", "ne", "oui", "ouais", "bien", "d'accord", "non", "sim", "claro", "nao", "certo", "tak", "nie", "da"]
) | frozenset({"of course", "all right", "sounds good", "sounds great", "that works", "no problem", "no worries", "right", "de acuerdo", "not a problem", "in ordnung", "esta bien"})  # fmt: skip
# `Ok` may only say that something was heard.
_HALF_HEARD: Final = frozenset({"ok", "okay", "o.k", "okey", "okie", "oki", "k", "vale", "bien", "bueno", "gut"})
_QUESTION: Final = re.compile(
    r"[\W_]*(?:when|what|which|where|how|can|could|may|should|is|are|do|does|until when|by when)\b[^.!?\n]{1,200}\?"
)
_SUPPORT: Final = {
    Word.ACCEPT: re.compile(
        r"[\W_]*(?:please|thanks|thank|thx|happy|glad|gladly|with pleasure|my pleasure|sure|of course|ok|okay|yes|absolutely|definitely|certainly|no problem|no worries|will (?:do|send|start|deliver|have|be done|finish|handle|get)|can do|on it|i got it|got it|i'm on|i'm in|i am on|i am in|count me|consider it|leave it"
        r"|sounds|works|that works|that's fine|that is fine|fine|good|great|perfect|accepted?|i accept|i do|it's a deal|deal|let's|you'll have|you will have|you'll get|you can count|starting|start|and|i've got|i have time|i'm free|i'm available|i am free|i am available"
        r"|(?:i|we)(?:'ll| will| can| shall|'d|'m going to| am going to) (?:gladly |happily |certainly |definitely |surely )?(?:do|take|start|get|send|deliver|make|finish|handle|begin|book|work|accept|try my|be (?:happy|glad|done|ready)|love|have (?:it|this)|help|go ahead|care|write|prepare|manage|create|call|set)"
        r"|by|until|for (?:friday|monday|tuesday|wednesday|thursday|sunday|saturday)"
        r"|(?:friday|monday|tuesday|wednesday|thursday|tomorrow|tonight|today)(?! (?:is|was) (?!fine|ok|okay|good|great|perfect|possible|doable))|t-?\d"
        r"|mache|mach|gerne?|ich (?:mache|ubernehme|nehme|fange|starte|kummere)|wird|geht|passt|kein problem|danke|mit vergnugen|erledige|ubernehme|lo hago|lo tomo|yo lo|con gusto|encantad|claro|gracias|me encargo|acepto|perfecto|je m'en|je le|je prends|avec plaisir|volontiers|merci|pas de probleme|bien sur|j'accepte"
        r"|faco|eu faco|com prazer|aceito|obrigad|pode deixar|sem problema|trato disso|fico com)"
    ),
    Word.APPROVE: re.compile(
        r"[\W_]*(?:please|thanks|thank|thx|go|go ahead|do|do it|approved?|i approve|fine|that's (?:fine|ok|okay)|that is (?:fine|ok|okay)|it's (?:fine|ok|okay)|good|great|perfect|ok|okay|yes|sure|of course|agreed|book it|buy it|pay it|order it|let's|let her|let him|sounds|works|that works|worth|it's worth|with me|by me|for me"
        r"|up to|at most|max|not more|no more|but not|but no more|but max|but only up to|but up to|for \d|\d|bitte|danke|machen|mach|por favor|gracias|adelante|hazlo|allez|merci|vas-y|s'il|pode|obrigad|faca|por favor|absolutely|definitely)"
    ),
    Word.DECLINE: re.compile(
        r"[\W_]*(?:thanks|thank|sorry|i'm sorry|i am sorry|unfortunately|i'm afraid|i am afraid|not this|not now|not for me|no time|no capacity|too|i'm too|i am too|i'm (?:fully|away|off|booked|out|not|unable|busy|on (?:holiday|leave|vacation))|i am (?:fully|away|off|booked|out|not|unable|busy|on (?:holiday|leave|vacation))"
        r"|i can't|i cannot|can't|cannot|we can't|we cannot|i don't have (?:time|the time|any time|capacity)|i have no(?!t)|i do not have (?:time|the time|capacity)|i won't|i have to (?:decline|pass)|i must (?:decline|pass)|i decline|decline|booked|busy|fully|away|leider|keine zeit|ich kann|ich habe (?:leider )?keine (?:zeit|kapazitat)|ich bin (?:im|krank|weg|unterwegs|ausgebucht)|tut mir|danke|no puedo|lo siento|gracias|no tengo (?:tiempo|hueco)|estoy (?:de viaje|a tope|ocupad|fuera)|desole|je ne peux|je n'ai pas le temps|merci|nao posso|nao tenho (?:tempo|disponibilidade)|desculp|lamento|obrigad|infelizmente)"
    ),
    Word.REFUSE: re.compile(
        r"[\W_]*(?:thanks|thank|sorry|too|it's too|it is too|that's too|that is too|not (?:worth|now|this|for|at)|no|don't|do not|please don't|i don't|i do not|we don't|we do not|i'd rather|i refuse|refused?|way too|far too|never|rather not|we can't afford|cheaper|(?:we|i) (?:have|can|do|don't|cannot|need|want)|we've|there is no|i'll do it|i will do it|unnecessary|not needed|leave|forget|drop|cancel|stop"
        r"|zu teuer|danke|lieber|nicht|demasiado|gracias|muy caro|trop|merci|pas|muito caro|obrigad|caro demais)"
    ),
}  # fmt: skip
# What makes a word doubtful wherever it stands, and in the same sentence only.
_AGAINST: Final = {
    Word.ACCEPT: (_REFUSING, _UNDECIDED),
    Word.APPROVE: (_UNDECIDED,),
    Word.DECLINE: (_TAKING,),
    Word.REFUSE: (_YIELDING,),
    Word.PRAISE: (_WANTING,),
    **dict.fromkeys((Word.AGAIN, Word.CANCEL, Word.KEEP, Word.DROP, Word.DEFER, Word.DELEGATE), (_MISTAKEN,)),
}
_AGAINST_BESIDE: Final = {
    Word.ACCEPT: (_CONDITION,),
    Word.APPROVE: (_CONDITION, _REFUSING),
    Word.DONE: (_UNFINISHED,),
}
