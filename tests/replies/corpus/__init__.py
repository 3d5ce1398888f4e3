"""Several hundred mails as people, their programs and other servers write them, each with what it ought to come to.

They were written by somebody who had not seen the code that reads them, and they stand for what nobody here has seen:
where one of them is misunderstood, a cause is to be mended, never the one mail.

    writing       what somebody writes, and what all programs have in common; `programs` names them all
    webmails, telephones, desktops   how they put it, and the letter that is answered, into bytes
    tongues       their lines and headers in eighteen languages
    assistants    what assistants write, in English
    owners        what owners write, in English
    turns         the words that count, plainly said, and the same where they mean something else
    turns_abroad  such turns in Spanish, German, French and Portuguese
    languages     what is written in Spanish, German, French and Portuguese
    quoting       one word, quoted by every program in every language
    absences      what nobody wrote: absences and other automatic mail
    returned      what could not be delivered, as servers tell it
    shapes        one answer, and all that may stand around it
    days          whole mails of everyday work
    endings       signatures, and what only looks like one
    vessels       one answer in all charsets, encodings and parts
    lookalikes    people who write like machines
"""
