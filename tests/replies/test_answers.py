"""What people answer, and what is heard of it. A word that is not meant must never act."""
# ruff: noqa: RUF001  # one answer a line, as people write them

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answered import expected, sample
from delegated.core.calendar import WorkCalendar, parse_hours
from delegated.replies.answers import Answer, Role, Word, read_answer, read_answers
from delegated.replies.cutting import Cut, cut
from delegated.replies.mail import read_mail
from delegated.replies.telling import without_private
from delegated.replies.words import Vocabulary

TABLES = Path(__file__).parents[2] / "config" / "words"
TOLD = {
    name: words
    for table in sorted(TABLES.glob("*.toml"))
    for name, words in tomllib.loads(table.read_text(encoding="utf-8"))["words"].items()
}
VOCABULARY = Vocabulary.of(TOLD)
CALENDAR = WorkCalendar(ZoneInfo("Europe/Madrid"), parse_hours("mon-fri 09:00-18:00"))
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def said(text: str, role: Role) -> Answer:
    """What somebody has said on that Monday."""
    return read_answer(Cut(text), role, VOCABULARY, CALENDAR, MONDAY)


def heard(answer: Answer) -> str:
    """The words that would act, as the tables below write them."""
    acting = [] if answer.unsure else list(answer.words)
    if answer.unsure and Word.QUESTION in answer.words:
        acting = [Word.QUESTION]
    return "+".join(acting) or "note"


def rows(table: str) -> list[tuple[str, str]]:
    """Lines like `decline | Sorry, no.`; ` / ` is a line break; `accept,note` leaves a choice."""
    pairs = [line.split("|", 1) for line in table.strip().split("\n")]
    return [(text.strip().replace(" / ", "\n"), meaning.strip()) for meaning, text in pairs]


OF_ASSISTANTS = rows("""
accept | Yes, Friday is fine.
note | Yes, Friday was the last day.
accept | Accept. Which hotel is up to you to decide.
note | Accept. I need two days to think.
done | Done: a 10% discount, 2h
done | Done 100%
note | Done, 80 % so far.
note | Done about 30 percent of it
accept | accept
accept | I accept.
accept | We accept
accept | Accepting this
accept | *Accept*
accept | **Accept**, starting tomorrow
accept | "accept"
accept | - accept
accept | > accept
accept | ACCEPT!!!
accept | Accept 👍
accept | accept T-12
accept | Accept. I can start tonight.
accept | Accept - I will hold the seats until tonight
accept | Accepted, thanks!
accept | I accept this task, and will have it ready by Thursday.
accept | Hi Alex, / / accept. / / Maya
accept | Hello! I accept.
accept | Hi Alex & Graham, yes, happy to.
accept | Dear desk, / I gladly accept.
accept | Good morning / Accept
accept | Alex, / yes I'll do it.
accept | Hi Alex yes I will do it
accept | Thank you for thinking of me. I accept.
accept | Thanks! I'd love to.
accept | Thanks for the clear brief - I accept.
accept | yes
accept | Yes!
accept | Yes please
accept | Yes, happy to.
accept | Yes I can do that
accept | Yep, on it
accept | ok
accept | OK.
accept | Ok, will do
accept | ok thanks
accept | Okay, I'll start on Monday
accept | Sure
accept | Sure thing!
accept | Sure, no problem
accept | Of course!
accept | Absolutely
accept | Will do by Friday
accept | Will do!
accept | On it
accept | On it 👍
accept | I'm on it!
accept | Happy to take this on
accept | Happy to help!
accept | I'd be happy to take this on.
accept | I'd love to
accept | Count me in
accept | On my desk
accept | Leave it with me
accept | Consider it done
accept | Consider it done!
accept | I'll take it
accept | I'll take this one, thanks for asking
accept | I'll take care of it
accept | no problem, I'll do it
accept | No problem!
accept,note | No worries, I'll do it
accept | cannot wait to start!
accept | Can't wait to get started!
accept | 👍
accept | 👍🏽
accept | ✅
accept | ✔️
accept | Great, I accept!
accept | Perfect. Count me in.
accept | With pleasure.
accept | Sounds good, I'll start tomorrow
accept | Yes. You will have it by Wednesday.
accept | Ok, Friday works
accept | Roger that
accept | Sorry for the late reply. Accept.
accept | Apologies for the delay! Yes, happy to do it.
accept | Well, yes, gladly.
accept | Accept – I’ll hold the 07:40 ✈ until tonight.
accept | I’ll do it
accept+question | Sure, when is it due?
accept+question | Accept. Which airport do you prefer?
accept+question | Accept. One thing: may I reuse the pictures?
accept+question | Yes, happy to. Is Thursday soon enough?
question,note | Ok, but can I start on Thursday?
note | Ok, but only from Thursday
note | Accept, but only if I may start on Thursday
note | I'd be happy to, but I have no time
note | Happy to, but not this week
note | Yes but I can't this week
note | Yes, if the budget is 100 EUR
note,decline | Sure, I can't
note | Not sure
note | Not sure yet, let me check my calendar
note | Maybe
note | Can't say yet, I need to see my calendar first.
note | I can't say yet
note | Ok, I will think about it
note | Ok, I'll let you know tomorrow
note | Ok, let me check and get back to you
note | OK, I saw it
note | Yes, we have no bananas
note | Thanks, I will look at it tomorrow
note | Thank you so much, that was kind of you!
note | Thanks!
note | No idea
note | No news yet
note,question | Accepted by whom?
note | Accepted by the bank: the transfer of Friday
note | I accept that this is late, sorry
question | Accept?
question,note | Yes?
question | accept or decline? not sure
note | Ok so the flights are more expensive now
question | ok so I have a question: which airport?
note | Acceptance criteria are missing
note | Okayish
note | Hello
note | I will be out of the office tomorrow
note | The accept button does not work
note | Don't accept anything from them
note | I do not accept
note,accept | No later than Friday
decline | Decline
decline | decline, too busy
decline | Decline. / Wrong paper for our machines - ask me again for anything below 300 g.
decline | Decline, I am booked out until the 4th and would not do it justice.
decline | decline I am on holiday
decline | I decline
decline | I must decline
decline | I have to decline this time, sorry
decline,note | I'm so sorry, I have to decline this time - exams at the evening school this week.
decline | Unfortunately I have to decline.
decline | Unfortunately, I can't.
decline | Sorry, I can't
decline | Sorry, I can't do this one.
decline | Sorry, no.
decline | I'm sorry, but I can't take this on
decline | I'm afraid I can't
decline | I'm afraid I can't this week
decline | I can't accept
decline | I cannot take this on at the moment
decline | I won't be able to take this on
decline | No
decline | No.
decline | No, sorry
decline | No, sorry, too much on.
decline | No thanks
decline | No, thank you
decline | Thanks, but no thanks
decline | Thank you, but I have to pass on this one.
decline | Hi Alex, / sorry, I'm too busy this week.
decline | Too busy
decline | I'm fully booked until January
decline | I'll pass
decline | Pass.
decline | Can't do
decline | No can do
decline | Can't, sorry
decline | 👎
decline | Not this time
decline | No capacity this week, sorry
decline | I don't have time for this
decline | Count me out
note | Declined by the bank: card number is wrong
note | Declined payment, see below
note | I can't open the attachment
note | I can't find the sheet you mention
note,question | No, the airport is closed. What now?
note | No, I'll do it
note | Pass me the salt
note | Pass the link on to Ben, he has it
note | No invoices came this week
note | No one answered at the hotel
note,question | Decline? I would rather wait
note | Not me, Ben booked it
question | Question: which bank?
question | Question - matte or gloss
question | question which airport should I use
question | Quick question: is breakfast included
question | I have a question about the budget
question | Which airport do you prefer on the way back?
question | Could you send me the list?
question | Hi Alex, could you tell me the account number
question | What is the budget for the hotel
question | How many nights
question | 1. May I phone them or only mail? / 2. Is 14 h Lisbon or Halifax?
question | Is it urgent?
question | The brief says 12 slides. Is the cover one of them?
question | Before I accept: who pays the train?
question,note | Question 3 of the form is unclear
note | See https://example.com/?a=1 for the list
note | Hope you're well?
question,note | I need to know the account number
done | done
done | Done!
done | Done.
done | Done 2h
done | done 1.5h https://example.com/sheets/week-47
done | Done, 2h. / Slide 7 untouched, promise.
done | DONE 45 min. Sheet is in the usual place.
done | Done! Table attached.
done | Done in 3 hours
done | All done
done | It's done
done | It is done, thanks.
done | This is done, link below
done | Finished: https://example.com/x
done | Finished!
done | Completed, 90 min
done | Task completed
done | I'm done
done | I have finished
done | Hi Alex, / done, 1:30. / https://example.com
done | Done 5h, see below. / All but two: they never answered.
done | Done. Two of them answered at once, the others took days.
done | done 1h30 - list attached, question marks in column F
done | ☑ done
done,accept | ✅ Done, 2h
note | not done yet
note | Almost done
note | Nearly finished, one hour more
note | Half done
note | Done by Friday
note,accept | Will be done tomorrow
note,accept | It will be done by Friday
note | Done deal
note | Done is better than perfect
note | Done, except for the hotel
note | Done with slides 1 to 3
note,done | Done with the first half, the rest comes tomorrow
note | Done by Ben, not by me
note,question | done? not quite
note | Here you go
note | Attached please find the list
note | Here it is: https://example.com
note | Please find attached
note | I have done this before, for another client
note | Finished goods are listed in column C
note | Completed forms go to Ben
note | Undone
late | late
late | Late until Tuesday, my kid has the flu.
late | late friday
late | Late until 4 December 15:00, the supplier answers only then.
late | late, power cut in the whole street. will write when I know more
late | Running late - need until Thursday, sorry!
late | I'm running late, Thursday
late | Sorry, running late. Friday noon.
late | Delayed until Monday
late | I need more time: until Friday
late | I need until Friday
note | Late payment of invoice 12 cost 40 EUR
note | Late is better than never
note | Later is fine
note | not late
note | Later today I will look
note | Delayed payments are in the list
note | Late fees apply
note | asdfgh jkl;; 777 zzz
note | 4
note | Approve
note | Cancel
note | Again
accept | I'm happy to accept this assignment.
accept | Hello Graham, / / Thank you for the brief. I accept and will deliver on Thursday. / / Kind regards
accept | Yes, of course, I will be pleased to do so.
accept | Yes of course
accept | Hi! Yes, I can take this one. You'll have the draft tomorrow.
accept | Accept, will deliver by Friday
accept | Accepted. I'll get started this afternoon.
accept | Okay! Starting tomorrow morning.
accept | ok - will send tonight
accept | Sure, I'll take it on. Expect the first draft by Wed.
accept | Accept please
accept | I take it as well
accept | Accept, this one too
note | I take it too far
accept | I accept the task with pleasure.
accept | Yup, I got it
accept | Got it, I'll do it.
accept | Understood, will do.
accept | Noted, I accept.
accept | Great! I accept.
accept | Confirmed, I'll take it.
accept | Yes - I'm free on Tuesday and will do it then.
accept | I'd be delighted to!
accept | I would be happy to help with this.
accept | Absolutely, count me in!
accept | all good, I'll take it
accept | yes i accept
accept | Yes, accepted
accept | Accept :)
accept | ACCEPT. See you Monday
accept | Accept, thank you for the opportunity! 😊
accept+question | Hey Graham! Happy to do this. When do you need it?
decline | I regret to say I can't take this one.
decline | Regretfully I have to decline.
decline | No, I'm away that week.
decline | Decline - sorry!
decline | Declining this one, sorry.
decline | Sorry, can't this week.
decline | Sorry but I don't have time this week
decline | I am not able to take this on right now.
decline | I need to decline, I'm on leave until the 3rd
decline | Hi Alex, unfortunately I can't do this one, my week is full.
decline | Thank you for asking, but I can't take it.
note | I can do this but not before next week
note | I can only do half of it
note | OK I'll see what I can do
note | Ok noted
note | Thanks, noted.
note | Got your message
note | Will look into it tomorrow
note | Yes, maybe next week
note | The client accepted the offer
note | I'm running to a meeting, will answer tonight
note | I have a doctor's appointment today
note | No reply from the hotel so far
note | Sure enough, the hotel is full
note | Done so far: 3 of 5 slides
note | Done with the research, writing now
note | I will be done by Friday
note | I'm done with the first half
note | Finished the first part, second tomorrow
note | Completed 4 of 10
note | Yes I know
note | Yes, it was me
note | On it goes to the printers tomorrow
note,question | Okay but who pays?
question | Can you resend the file? I can't open it.
question | Should the cover be blue?
question | Who signs this?
question | Do you prefer A or B
question | What's the deadline?
question | Quick one: is lunch included?
question | Two things: 1. the colour? 2. the size?
done | Done - https://example.com/a and https://example.com/b
done | Done, please find attached the report. 3.5 hours
done | Hi, all done. It took me 2 hours.
done | It's finished, see the link
note,done | The report is done: https://example.com
done | The task is complete. Time: 2h 30m
done | Done (2.5h)
done | Done; 4 hours
done | done 0.5
done | Finished in 2 hours
late | I'll be late: Friday instead of Wednesday
late | It will be late, Thursday 6pm
late | Going to be late, sorry! Friday
late | This will take longer, until Monday
late | Late. Until Thursday noon.
late | late: tomorrow
late | Late by a day
late | I need two more days
late | I'm afraid I'll be late, need until Monday
note | I was late yesterday, sorry
accept | Hi Graham, accept. Will have it by Wed noon.
accept | Yes. On it.
accept | Yes!! Thanks for thinking of me
accept | Accept / / -- / Joy
accept | Sure, will do it today
accept | I'll do this tomorrow morning.
accept | Accept: starting Monday
accept | Accepted with pleasure
accept | Yes, I accept. Just to confirm, the deadline is Friday.
accept | Accept, I have done this before
accept,note | Ok, accepted. I will ask Ben for the list.
note | Accept my apologies for the late answer
note | Please accept my apologies
note | Yes but no
note | Yesterday I sent it
note | Okay, got it. Will confirm tomorrow.
note | No, it is not done yet
note | No progress today, sorry
note | No changes needed
note | No question from my side
note | Done nothing yet
note,question | Done? No.
note,question | Finished? Not yet
note | It's done by the supplier next week
note | Complete list attached, but I have not started
note | Done with it by tomorrow
note | Late train, sorry, call me
note | Delay of the train: I write from the station
note | I can't wait for Friday
note | I can't tell yet
note | I cannot see the attachment
note | I cannot reach the hotel
note | Cannot find the file
note | Can't see the picture
note | I'm out of office on Monday only
note | I'm out of paper
note | I'm in a meeting
note | Deal with it later
note,question | Sure about the date?
note | All right, who is paying
note | Taking it to the post office tomorrow
note | Ask Ben, he knows
note | Not possible to reach the client today
note | Not available on the phone today
note | I'm behind on mails, sorry
note | Too busy to talk, mail me
note | I'm not available on Tuesday, any other day is fine
""")

OF_OWNERS = rows("""
cancel | cancel the trip is off
cancel | Cancel our plan has been called off
cancel | cancel we no longer need it
cancel | Cancel it's too late
note | cancel the hotel that is too expensive
note | Cancel the flight and the hotel
approve | approve, but not a day more
note | approve, but not one EUR more than agreed
note | approve but not today
rating | 5 even better
rating | 4 and thank you
note | 2 and the third option please
rating | 4
rating | 5
rating | 5!
rating | 5.
rating | 4/5
rating | 4/5 good, one typo in the title
rating | 4 out of 5
rating | 2 - the totals on page 3 are wrong
rating | 4 Clear, quick, and the second option was the better one.
rating | 3: fine, slow
rating | 5 stars
rating | five stars
rating | ★★★★
rating | ⭐⭐⭐⭐⭐ thank you
rating | Hi, / 4
rating | Great work! 5/5
rating | Thanks, 5
rating | 5, thank you!
rating | 5 👍
note | 10/10
note | 0
note | 7
note | 45
note | 5 options would be better
note | 3pm works
note | 4 pm works
note | 3 options please
note | 2 more days are fine
note | 1 thing: the cover is missing
note | 1. use the new logo / 2. mind the margins
note | 5 December is fine
note | 4.12. is too late
note | 2 hours is ok
note | 100 EUR at most
approve | approve
approve | Approve
approve | Approved
approve | approved!
approve | Approved, thanks.
approve | *Approved*
approve | I approve
approve | approve, but not more than 180 EUR
approve | approve up to 180 EUR
approve | ok up to 100 EUR
approve | yes, but not more than 90 EUR
approve | approve but max 50 EUR
approve | Approve. It is worth it.
approve | yes
approve | Yes.
approve | Yes please
approve | Yes, please
approve | Yes, go ahead
approve | yes, do it
approve | ok
approve | OK!
approve | ok, thanks
approve | Okay, go ahead.
approve | go ahead
approve | Go ahead, please
approve | Please go ahead
approve | Fine with me
approve | ok for me
approve | Sounds good
approve | Sounds good, thanks!
approve | do it
approve | Agreed
approve | agreed.
approve | 👍
approve | ✅
approve | Hi, / yes, approved.
approve | sure
approve | Sure, go ahead
note | Yes, but wait until Monday
note | Yes, but only the train
note | OK, who is Ben?
note | ok?
note | Approve? let me think
note | Approved by legal yesterday
note | approved by whom?
note | Yes, if she is cheaper
note | approve only if it rains
note | Yes, I saw it
note | OK, I will look at it tomorrow
note | OK. I'll think about it.
note | Let me think about it
note | Not sure
note | approve or refuse, what do you think?
note | Fine print: see the contract
note | Go to the bank first
note | Sure of that?
note | yes and no
note | Good question, ask Ben
note | No idea
note | No problem
note | No rush
note | No worries
refuse | refuse
refuse | Refuse. Too dear for what it is; I will do it myself on Sunday.
refuse | Refused
refuse | no
refuse | No.
refuse | No!
refuse | No thanks
refuse | no, too expensive
refuse | No, thank you.
refuse | No, not now
refuse | No. We have no money for that.
refuse | Not approved
refuse | Not approved: too expensive
refuse | I don't approve
refuse | I do not approve this
refuse | no way
refuse | Too expensive
refuse | Rejected
refuse | 👎
refuse | Declined
note | No, use the other account
note | No, but up to 100 EUR is ok
note | No one told me
note | Refused by customs, see the letter
note | no later than Friday
note | Refuse collection is on Monday
again | again
again | Again please
again | again / - use the numbers of November, not October / - and the chart in grey, please
again | Again: without colours
again | again, without the logo
again | again with the November numbers
again | Once more, please
again | redo
again | Redo it please
again | please redo
again | rework: the totals are wrong
again | Do it again
again | Not done: the second tab is missing
note | Again, thanks
note | Again, thank you so much
note | Again I must say this is great
note | Again, sorry for the delay
note | Once again, many thanks
note | Again?
cancel | cancel
cancel | Cancel!
cancel | cancel - the client moved the meeting to spring
cancel | cancel, no longer needed
cancel | Cancel it
cancel | cancel that
cancel | Cancel it please
cancel | cancel this task
cancel | cancel because the client moved
cancel | Cancelled.
cancel | please cancel
cancel | Please cancel this
cancel | call it off
cancel | stop
cancel | Stop!
cancel | stop it
note | Cancel my other trip and book this
note | cancel the meeting with Ben
note | Cancel that trip and book the other one
note | Stop by the office
note | Stop sending me these
note | Cancelled flights are refunded
note | cancel?
note | Should we cancel?
note | Don't cancel
note | Cancellation is free until Monday
keep | keep
keep | Keep.
keep | keep it
keep | Keep this one
keep | keep it please
keep | keep, I do it on Sunday
keep | keep - easier than explaining
keep | I'll do it myself
keep | I'll do it
keep | mine
keep | I'll take it
keep | I will do this one myself
note | Keep me posted
note | Keep it short please
note | keep up the good work
note | Keep going
note | Keep in mind that the office is closed
note | Keep the receipts
note | Keep calm
note | Mine is the blue one
note | I'll do it tomorrow if nobody else can
note | I'll take it from the list
drop | drop
drop | Drop it
drop | drop this one
drop | drop: nobody needs it
drop | drop - not needed
drop | Drop the task
drop | forget it
drop | Never mind
drop | never mind.
drop | No longer needed
drop | Not needed any more
note | Drop me a line when it is done
note | Drop by on Monday
note | Drop the last slide
note | drop off the keys at the desk
note | Forget about the second option
note | Drop it on my desk
note | Skip the second page
defer | defer until 11 January
defer | Defer until monday
defer | defer to next monday
defer | defer
defer | Postpone until Friday
defer | postpone it to 4 December
defer | later
defer | Later.
defer | snooze until thursday
defer | not now
defer | defer, I need to think
note | Later today I will look
note | Later is fine
note | Deferred payments are not possible
note | Wait for Ben
note | Hold the line
note | Not now that the client is here
delegate | delegate to achieng
delegate | Delegate to Maya, please
delegate | delegate
delegate | delegate it to Ben
delegate | delegate maya
delegate | hand it over to Ben
delegate | give it to Maya
delegate | Give this to Maya Santos
delegate | assign to ben
note | Give me a day
note | Give her my regards
note | Delegate authority is with Ben and legal
praise | thanks
praise | Thanks!
praise | Thank you!
praise | Thank you so much!
praise | Great, thanks!
praise | Great
praise | Great work, thank you.
praise | Perfect
praise | Perfect, exactly what I needed.
praise | Well done!
praise | Excellent work
praise | very good
praise | Love it!
praise | Thanks a lot, Maya!
praise | Good job
praise | Spot on.
praise | 👏
note | Great, but the totals are wrong
note | Thanks, but please redo page 3
note | Thanks, I will look at it tomorrow
note | Thanks, could you also send the sources?
note | Thanks for asking, let me think
note | Good question
note | Good idea, wait for Ben
note | Nice try
note | Great, when will it be ready?
note | Good luck
note | Super busy today
note | Perfect is the enemy of good
done | done
done | Done.
done | it's done
done | already done
note | Done is better than perfect
note | When will it be done?
note | Barajas, any terminal. Graham prefers the aisle, tell him nothing.
note | Madrid
note | The blue one.
note | Tuesday at ten
note | Accepting cookies is needed there
note | Question 3 is for Ben
note | Fwd: see below
note | due: friday 17:00
note | I will be in the office on Monday
release | release
release | release 2
release | Release it
note | Release notes are missing
approve | Approved - go ahead
approve | yes, approve
approve | Yes, approved up to 200 EUR
approve | ok go
approve | Approve 150 EUR
approve | That's fine
approve | Fine
approve | Yes, that's fine
approve | Yes, that is ok
approve | approve it
approve | I approve this, thank you
refuse | Refuse, we can't afford it
refuse | no, cancel
refuse | No way!
refuse | nope
refuse | No - too expensive
again | Again, please use the new logo
again | please redo the second page
again | Redo: wrong year
again | again, it needs the totals
cancel | Cancel this please, the meeting is off
cancel | Please cancel it
cancel | CANCEL
cancel | Cancel T-12
cancel | Cancel the whole thing
keep | keep for myself
keep | I'll keep it
keep | I'll handle it myself
drop | drop it, not worth it
drop | Please drop it
defer | defer two weeks
defer | Defer until after Christmas
defer | later, next month
delegate | delegate to Ben because he knows it
delegate | Delegate this to Maya
praise | Thanks Maya, great work!
praise | Excellent, thank you very much
praise | That's perfect, thank you!
praise | Thank you, this is great.
praise | Very happy with this, thanks
rating | 5 - perfect
rating | 5 excellent work
rating | 4 - good but late
rating | Rating: 4
rating | 3/5
rating | 1 terrible
note,rating | I give it a 4
note | Thank you, received. Will review.
note | Keep an eye on the price
note | Keep me in cc
note | Drop the prices by 10%
note | Cancel my subscription there first
note | Stop using the old logo
note | Again and again the same mistake
note | Again, I need the list by Monday
note | Fine, but tell her to hurry
note | No need to hurry
note | no hurry
note | Yes, the second one
note | Yes, Madrid
note | Perfect timing, I was about to ask
note | Later I will send you the list
note | I'll do it later today, first I need the list
note | Hold on
note | Done with her work I am not
note | Great, let me read it first
note | Good morning
note | 3 is too few
note | 2 pm on Thursday
note | 5 of them are missing
note | 4 and 5 are swapped
note | 2 and a half hours is too long
note | Approve the layout, not the text
note | Refuse nothing
note | To be approved by Graham
note | I will approve tomorrow
note | Not yet approved
note | Delegate? To whom?
note | Do it like last time
note | Let's go with the second option
note | Go with option 2
note | Confirmed with the client for Monday
note | Thanks, but no
note | Mine arrives on Tuesday
note | Forget it, I mean the colour
note | Drop the blue one
note | Cancel?
note | Park the car
note | Delay the start by a day
note | good to know
note | Great to hear from you
note | Top of the list please
note | Nice weather
note | Give it another try
note | Don't forget the invoice
note | Don't worry
note | 5 minutes
note | 3 - 4 options
note | 4 Madrid
note | 2 Adults
note | 5 A4 pages
note | Two options are enough
note | One thing
note | One of them is wrong
note | No. 5 is the right one
note | Confidential
note | Genuine leather
""")

ABROAD = rows("""
decline | Paso.
decline | Paso, gracias.
decline | Paso esta vez
note | Paso a recogerlo el lunes.
decline | Je passe cette fois.
note | Je passe te voir.
decline | Passo desta vez.
note | Passo em casa.
note | Acepto. Dame un día para pensarlo.
note | D'accord. Une heure pour réfléchir.
done | Terminé en 45 minutes.
accept | Ja, mache ich. Entwurf kommt bis Donnerstag, 18 Uhr.
accept | Ja
accept | Ja, gerne!
accept | Angenommen.
accept | Mache ich
accept | Alles klar, mache ich
accept | Hallo Alex, / ja, ich übernehme das. / / Viele Grüße
accept | Gerne!
accept | Kein Problem, wird erledigt.
accept | Aceptado. Prueba de color mañana a primera hora.
accept | Acepto
accept | ACEPTO EL ENCARGO
accept | Hola Alex: / acepto, gracias.
accept | Sí, lo hago
accept | Vale, me encargo
accept | De acuerdo
accept | Cuenta conmigo
accept | J'accepte
accept | Bonjour, / oui, avec plaisir.
accept | D'accord, je m'en occupe
accept | C'est noté, merci
accept | Aceito
accept | Sim, aceito.
accept | Olá Alex, / claro, com prazer!
accept | Accept. Começo amanhã de manhã, não há dúvidas.
accept | Pode deixar!
decline | Ablehnen: Interessenkonflikt, ich berate den Vermieter in anderer Sache.
decline | Nein
decline | Nein, leider keine Zeit
decline | Leider kann ich nicht.
decline | Nein danke
decline | Rechazo, estoy de viaje.
decline | No puedo esta semana
decline | Lo siento, no puedo
decline | Non
decline | Non merci
decline | Je ne peux pas cette semaine
decline | Não posso esta semana
decline | Infelizmente não posso
decline | Recuso
note | Ja, aber nur wenn ich bis Montag Zeit habe
note | Ich schaue es mir an
note | Sí, pero solo hasta el martes
note | Oui, mais pas avant lundi
note | Sim, mas só na segunda
question | Frage: welche Bank?
question | Welcher Flughafen ist besser?
question | ¿Qué aeropuerto prefieres?
question | Duda: ¿mate o brillo?
question | Une question : quel compte ?
question | Qual é a conta?
done | Fertig, 3 Std.
done | Erledigt!
done | Hecho, 2 horas
done | Hecho: https://example.com/x
done | Terminado
done | Fait, 1 heure
done | C'est fait !
done | Feito, 2h
done | Concluído.
note | Fast fertig
note | Casi hecho
note | Bientôt fini
late | Verspätung bis Freitag
late | Später, bis Freitag
late | Retraso hasta el viernes
late | En retard jusqu'à vendredi
late | Atraso até sexta
""")

OWNERS_ABROAD = rows("""
cancel | Cancela el encargo porque ya no voy.
cancel | Cancela por favor
note | Cancela por favor el hotel
cancel | Annule la tâche, merci.
note | Annule le vol
cancel | Storniere das bitte
note | Storniere den Flug
cancel | Cancela a tarefa
defer | Aplaza el encargo hasta el lunes
note | Aplaza el vuelo
defer | Verschiebe das auf Montag
note | Verschiebe das Treffen
note | Apruebo el hotel, no el vuelo.
approve | Ja
approve | Genehmigt
approve | Genehmigt, aber nicht mehr als 180 EUR
approve | Sí, adelante
approve | Aprobado
approve | Aprobado hasta 180 EUR
approve | Oui
approve | Approuvé
approve | D'accord
approve | Sim
approve | Aprovado
refuse | Nein
refuse | Nein, zu teuer
refuse | No, demasiado caro
refuse | Refusé
refuse | Não
again | Otra vez: la tabla sin colores y en una sola página.
again | Noch einmal, bitte in Grau
again | À refaire : les chiffres de novembre
again | De novo, sem cores
cancel | Abbrechen
cancel | Cancelar
cancel | Annuler
cancel | cancela esto
keep | Ich mache das selbst
keep | Lo hago yo
drop | Vergiss es
drop | Olvídalo
drop | Laisse tomber
drop | Esquece
defer | Verschieben bis 11. Januar
defer | Aplazar hasta el 11 de enero
defer | Reporter au 11 janvier
defer | Adiar até 11 de janeiro
delegate | Delegar a Maya
delegate | Delegieren an Maya
praise | Danke!
praise | Vielen Dank
praise | Muchas gracias
praise | Merci beaucoup !
praise | Obrigado!
rating | 4 Sterne
rating | 5 estrellas
note | No sé
note | Gracias, pero falta la página 3
note | Danke, schaue ich mir morgen an
""")


@pytest.mark.parametrize(("text", "meaning"), [*OF_ASSISTANTS, *ABROAD], ids=lambda one: one[:40])
def test_an_assistant_is_heard(text: str, meaning: str) -> None:
    """What she says acts as she means it, or not at all."""
    assert heard(said(text, Role.ASSISTANT)) in meaning.split(",")


@pytest.mark.parametrize(("text", "meaning"), [*OF_OWNERS, *OWNERS_ABROAD], ids=lambda one: one[:40])
def test_an_owner_is_heard(text: str, meaning: str) -> None:
    """What begins like an order and goes on otherwise is none."""
    assert heard(said(text, Role.OWNER)) in meaning.split(",")


MEANINGS = {"accepted": "accept", "declined": "decline", "delivered": "done", "feedback": "rating", "answer": "note"}


@pytest.mark.parametrize("row", [row for row in expected() if row["who"] != "system"], ids=lambda row: row["file"])
def test_each_sample_says_what_it_says(row: dict[str, str]) -> None:
    """The word, the hours, the date and the rating of sixty mails from many programs."""
    mail = read_mail(sample(row["file"]))
    answer = read_answer(cut(mail), Role(row["who"]), VOCABULARY, CALENDAR, mail.date or MONDAY)
    ways = [MEANINGS.get(way.partition(":")[0], way) for way in row["meaning"].split("|")]
    assert set(heard(answer).split("+")) <= set(ways)
    assert answer.hours == (Decimal(row["hours"]) if row["hours"] else None)
    until = answer.until.astimezone(CALENDAR.zone).isoformat() if answer.until else ""
    assert until.startswith(row["until"])
    assert answer.rating == (int(row["meaning"][-1]) if row["meaning"].startswith("feedback") else None)


@pytest.mark.parametrize(
    ("text", "until", "is_day"),
    [
        ("late until Thursday 6pm", "2026-11-26T18:00+01:00", False),
        ("Late. Friday.", "2026-11-27T18:00+01:00", True),
        ("I need until Friday", "2026-11-27T18:00+01:00", True),
        ("late until tomorrow noon", "2026-11-24T12:00+01:00", False),
        ("late until 4.12.", "2026-12-04T18:00+01:00", True),
        ("late, in two days", "2026-11-25T18:00+01:00", True),
        ("Verspätung bis Freitag, 15 Uhr", "2026-11-27T15:00+01:00", False),
        ("Retraso hasta el viernes", "2026-11-27T18:00+01:00", True),
        ("late until 11 January", "2027-01-11T18:00+01:00", True),
    ],
)
def test_until_when_it_is_late(text: str, until: str, is_day: bool) -> None:  # noqa: FBT001  a column of the table
    """By her own clock; without a time of the day, the end of her working day."""
    answer = said(text, Role.ASSISTANT)
    assert (answer.until, answer.until_is_day) == (datetime.fromisoformat(until), is_day)


def test_who_says_no_date_gets_none() -> None:
    """A date that is over is none either."""
    assert said("late, power cut", Role.ASSISTANT).until is None
    assert said("late, since 3 November 2026", Role.ASSISTANT).until is None
    assert said("defer until 3 November 2026", Role.OWNER).until is None


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("delegate to achieng", "achieng"),
        ("delegate to Maya, please", "Maya"),
        ("Delegate to Maya please", "Maya"),
        ("delegate maya", "maya"),
        ("hand it over to Ben because he knows it", "Ben"),
        ("give this to Maya Santos", "Maya Santos"),
        ("delegate it to Ben and tell him it is urgent", "Ben"),
        ("Delegar a Maya", "Maya"),
        ("Delegieren an Joy.", "Joy"),
        ("delegate", None),
        ("delegate to anyone", None),
        ("delegate, I have no time", None),
    ],
)
def test_to_whom_it_is_given(text: str, to: str | None) -> None:
    """The name as it was written; nobody's where none is told."""
    answer = said(text, Role.OWNER)
    assert (answer.words, answer.to) == ((Word.DELEGATE,), to)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("approve, but not more than 180 EUR", "180.00 EUR"),
        ("Approved up to 200 EUR.", "200.00 EUR"),
        ("ok, max 90 €", "90.00 EUR"),
        ("Genehmigt, aber nicht mehr als 180 EUR", "180.00 EUR"),
        ("approve", None),
        ("Approved, thanks. See you on the 4th.", None),
    ],
)
def test_a_limit_is_not_lost(text: str, limit: str | None) -> None:
    """Who approves so much approves no more."""
    answer = said(text, Role.OWNER)
    assert (answer.words, answer.limit, answer.unsure) == ((Word.APPROVE,), limit, False)


def test_private_lines_are_not_told() -> None:
    """They are kept beside, also where a mail program has broken them."""
    long = "private: she was rather slow to answer on Tuesday and on Wednesday, so"
    answer = said(f"4 Clear, quick.\n{long}\nlet's see how it goes\n\nNext time the fares first.", Role.OWNER)
    assert answer.rating == 4
    assert answer.text == "4 Clear, quick.\n\nNext time the fares first."
    assert answer.rest == "Clear, quick.\n\nNext time the fares first."
    assert answer.private == "she was rather slow to answer on Tuesday and on Wednesday, so\nlet's see how it goes"


PRIVATE = [
    ("private: I pay her too much\nand she is slow\n\n5 great", "5 great", "I pay her too much\nand she is slow"),
    ("5 great\nprivate: too dear\nT-2 was, too", "5 great", "too dear\nT-2 was, too"),
    ("5 great\n\nPrivate:\n\nshe is slow\nand dear\n\nThanks.", "5 great\n\n\nThanks.", "she is slow\nand dear"),
    ("5 great\n1. private: too dear", "5 great", "too dear"),
    ("5 great\n[T-12] private: too dear", "5 great", "too dear"),
    ("5 great\n> private: too dear", "5 great", "too dear"),
    ("5 great\nprivate\uff1atoo dear", "5 great", "too dear"),
    ("5 great\nprivate: one\nprivate: two\n\nBye", "5 great\n\nBye", "one\ntwo"),
    ("5 great, in private: never", "5 great, in private: never", ""),
]


@pytest.mark.parametrize(("text", "public", "private"), PRIVATE)
def test_what_is_private_reaches_to_the_next_blank_line(text: str, public: str, private: str) -> None:
    """Programs break lines where they like, and a mark may stand above its paragraph."""
    answer = said(text, Role.OWNER)
    assert (answer.text, answer.private) == (public, private)


def test_nothing_private_stands_below_a_question_or_in_our_letter() -> None:
    """Answers stand in four places of a mail, and it is taken out of all of them, once and for all."""
    written = Cut(
        "60 EUR\n\n200 cards\nprivate: I shall\nfire her",
        (
            ("How much?", "60 EUR"),
            ("private: as said", "private: never"),
            ("What?", "200 cards\nprivate: I shall\nfire her"),
        ),
        "due: friday\nprivate: she knows\nnothing\n\nHello Alex",
    )
    told = without_private(written, VOCABULARY.private)
    assert told == Cut(
        "60 EUR\n\n200 cards",
        (("How much?", "60 EUR"), ("What?", "200 cards")),
        "due: friday\n\nHello Alex",
        "I shall\nfire her",
    )
    assert without_private(told, VOCABULARY.private) == told


def test_what_an_assistant_calls_private_is_for_the_owner() -> None:
    """Nothing of hers is kept from anybody."""
    assert said("accept\nprivate: my fee is 20 EUR", Role.ASSISTANT).text == "accept\nprivate: my fee is 20 EUR"


SECRETS = st.lists(
    st.sampled_from(["xsecret", "due: xsecret", "to xsecret", "- xsecret", "T-3 drop xsecret", "180 xsecret"])
)
PUBLIC = st.sampled_from(
    ["5 great", "approve up to 180 EUR", "delegate to ben", "due: friday", "- a list", "", "T-4 drop"]
)


@given(
    st.lists(PUBLIC), st.sampled_from(["private", "Privé", "*Confidencial*", "2) internal"]), SECRETS, st.lists(PUBLIC)
)
def test_no_word_of_a_private_paragraph_is_told(
    above: list[str], mark: str, secrets: list[str], below: list[str]
) -> None:
    """Whatever stands around it, and whatever it looks like."""
    text = "\n".join([*above, f"{mark}: xsecret", *secrets, "", *below])
    told = without_private(Cut(text, (("Which?", text),), text), VOCABULARY.private)
    heard_of = [said(text, Role.OWNER), *read_answers(Cut(text), VOCABULARY, CALENDAR, MONDAY).values()]
    assert "xsecret" in told.private
    assert "xsecret" not in repr(replace(told, private=""))
    for answer in heard_of:
        assert "xsecret" in answer.private
        assert "xsecret" not in repr(replace(answer, private=""))


@pytest.mark.parametrize("mark", ["Private:", "PRIVAT:", "**private:**", "- private:", "privé :", "Confidencial:"])
def test_a_private_line_is_known_in_any_language_of_the_settings(mark: str) -> None:
    """And whatever stands around the word."""
    answer = said(f"5\n{mark} the fee was too high", Role.OWNER)
    assert "fee" not in answer.text + answer.rest
    assert "the fee was too high" in answer.private


def test_facts_stand_on_lines_of_their_own() -> None:
    """Lists, too; what is no name of a fact is text."""
    answer = said("due: friday 17:00\nDeliverables:\n- a sheet\n- a chart\nhttps://example.com\nnote: x", Role.OWNER)
    assert answer.fields == {"due": "friday 17:00", "deliverables": "- a sheet\n- a chart"}
    assert said("due: friday", Role.ASSISTANT).fields == {}


def test_links_are_told_once_and_without_the_marks_around_them() -> None:
    """In their order."""
    text = "Done 2h: see https://example.com/a, (https://example.com/b_(c)). And https://example.com/a!"
    assert said(text, Role.ASSISTANT).links == ("https://example.com/a", "https://example.com/b_(c)")


def parts(text: str, role: Role = Role.OWNER) -> dict[int, str]:
    """What is heard about which task."""
    answers = read_answers(Cut(text), VOCABULARY, CALENDAR, MONDAY, role)
    return {number: heard(answer) for number, answer in answers.items()}


def test_several_tasks_are_answered_line_by_line() -> None:
    """A digest is answered with a line for each task; what stands below belongs to it."""
    text = "Hi,\nT-12 approve\nT-14: drop\n- t15 again\nwith the new logo\nT-16, T-17 defer until friday"
    assert parts(text) == {12: "approve", 14: "drop", 15: "again", 16: "defer", 17: "defer"}
    assert read_answers(Cut(text), VOCABULARY, CALENDAR, MONDAY)[15].rest == "with the new logo"


def test_assistants_answer_line_by_line_too() -> None:
    """Of a mail that reminds her of several tasks."""
    text = "Thanks!\nT-1: I take it\nT-2: I take it as well\nT-3 which airport?\nT-4 sorry, no"
    expected = {1: "accept", 2: "accept", 3: "question", 4: "decline"}
    assert parts(text, Role.ASSISTANT) == expected


LISTS = [
    ("T-12 approve", {12: "approve"}),
    ("[T-12] approve", {12: "approve"}),
    ("Good morning Desk,\n\nT-1 & T-3 approve", {1: "approve", 3: "approve"}),
    ("T-14\ndue: friday", {14: "note"}),
    ("T-12 4 great\nT-14 due: friday", {12: "rating", 14: "note"}),
    ("approve T-12", {}),
    ("T-2 is for the same trip, by the way.", {}),
    ("Take the blue one.\nT-2 is for the same trip.", {}),
    ("Take the blue one.\nT-2 drop", {}),
    ("T-12 approve\nT-14 I have to think about it", {}),
    ("T-12 approve\nT-14 drop the blue one", {}),
    ("T-12", {}),
    ("Hello Alex,", {}),
    ("\n".join(f"T-{number} drop" for number in range(101)), {}),
]


@pytest.mark.parametrize(("text", "expected"), LISTS, ids=lambda one: str(one)[:40])
def test_only_a_list_of_words_is_taken_apart(text: str, expected: dict[int, str]) -> None:
    """An answer that names another task in passing is one answer."""
    assert parts(text) == expected


@pytest.mark.parametrize("role", Role)
def test_a_word_about_a_task_by_its_number_is_not_about_another(role: Role) -> None:
    """Where such a mail is not taken apart, its first word does not act upon the task that its letter was about."""
    assert heard(said("T-12 ok\nT-14 I have to think about it", role)) == "note"


@given(st.text(alphabet=st.sampled_from("acdeknopr yt15/-.,:?!\n👍TÁ'h€"), max_size=200) | st.text(max_size=200))
def test_whatever_is_written_something_is_heard(text: str) -> None:
    """Bad input is an answer."""
    for role in Role:
        answer = said(text, role)
        assert isinstance(heard(answer), str)
    read_answers(Cut(text), VOCABULARY, CALENDAR, MONDAY)
