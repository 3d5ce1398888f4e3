"""Whether a text asks something."""
# ruff: noqa: E501  # patterns are read best with a kind of words on one line

from __future__ import annotations

import re
from typing import Final


def asks(plain: str, start: int) -> bool:
    """A sentence of the folded text ends like a question, or the point at `start` begins like one."""
    text = _LINK.sub(" ", plain[start:])
    return _ENDS.search(_HOLLOW.sub(" ", text)) is not None or _BEGINS.match(text) is not None


_LINK: Final = re.compile(r"https?://\S+")
_ENDS: Final = re.compile(r"\w[\w ).\"'*_»”%€$]{0,3}\?(?=[\s\"'»”)\]!?.*_]|$)|¿")
_HOLLOW: Final = re.compile(
    r"\b(?:how are you(?: doing)?|how are things|how's it going|how is it going|(?:i )?hope (?:you're|you are|all is|all's) (?:well|good)|right|ok|okay|y?es|no|hello|hi"
    r"|(?:como estas?|que tal|wie geht's|wie geht es (?:dir|ihnen)|ca va|tudo bem)) ?\?"
)
_YOU: Final = r"(?:i|we|you|it|this|that|the|there|they|he|she|your|these|those|her|his)"
_BEGINS: Final = re.compile(
    rf"\W*(?:(?:what|which|where|who|whose|when|why|how)(?: \w+){{0,3}} (?:is|are|do|does|did|can|could|should|would|shall|may|has|have|was|were) {_YOU}\b"
    r"|how (?:many|much|long|often)\b|until when\b|by when\b"
    rf"|(?:what|where|who|whose|when|why|how)(?:'s| is| are| do| does| did| can| could| should| would) {_YOU}\b"
    r"|(?:can|could|may|should|shall|do|does|would|is|are|did) (?:i|we|you|it|this|there)\b(?! (?:be|is|are)\b)"
    r"|(?:please (?:clarify|confirm|tell me|explain|advise|let me know)|(?:can|could) you (?:clarify|confirm|tell)|i (?:need|would need|'d need|'d like|would like) to know|i (?:am|was) wondering|i'm wondering|i wonder\b"
    r"|not clear|it is not clear|it's not clear|unclear|i don't understand|i do not understand|i'm not clear)\b)"
)
