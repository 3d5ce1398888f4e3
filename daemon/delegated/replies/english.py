"""What people say in English for each of the words that count. Only phrases; how they are heard is in `words`."""
# ruff: noqa: E501  # tables of phrases

from __future__ import annotations

from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", "/").split("/") if phrase.strip())


ENGLISH: Final = {
    "accept": _listed("""
        accept/i accept/we accept/accepted/accepting/i'm accepting/i am accepting/i gladly accept/gladly accept
        happily accept/i happily accept/gladly accepted/i will accept/i'll accept/i can accept/happy to accept
        i'm happy to accept/i am happy to accept/offer accepted/task accepted/job accepted/i do accept
        yes/yep/yeah/yup/yes yes/yes please/aye/yes sir/yess/yesss/ok/okay/o.k/okey/okie/okey dokey/okie dokie/oki/k
        sure/sure thing/for sure/of course/certainly/absolutely/definitely/gladly/affirmative/alright/all right/righto
        agreed/deal/it's a deal/you got it/you've got it/will do/can do/i can do it/i can do this/i can do that
        we can do it/we can do this/we can do that/i'll do it/i will do it/i'll do this/i will do this/i'll do that
        we'll do it/we will do it/consider it done
        on it/i'm on it/i am on it/we're on it/we are on it/i'll get on it/getting on it/right on it/on my desk
        leave it with me/leave it to me/leave this with me/leave this to me/leave that with me/i've got this/i got this
        i've got it/got this/i'll take it/i will take it/i'll take this/i will take this/i'll take it on
        i will take it on/i'll take this on/i will take this on/i'll take this one/i will take this one/we'll take it
        we will take it/we'll take this on/taking it/taking this/taking it on/taking this on/i take it/i take this
        i take it on/i take the task/i'll take the task/i'll take care of it/i will take care of it/i'll take care of this
        i'll handle it/i will handle it/i'll handle this/i'll get it done/i can take it/i can take this/i can take it on
        i can take this on/i can take care of it/i can take care of this/i can handle it/i can handle this
        happy to/happy to help/happy to do it/happy to do this/happy to do that/happy to take it/happy to take this
        happy to take it on/happy to take this on/happy to take care of it/more than happy to/i'm happy to
        i'm happy to do it/i'm happy to do this/i am happy to/i'm happy to take it/i'm happy to take this on
        i'm happy to take it on/i'd be happy to/i would be happy to/i'd be happy to do it/i'd be happy to do this
        i'd be happy to take it/i'd be happy to take it on/i'd be happy to take this on/i'd be happy to help
        i would be happy to take this on/i would be happy to do it/i would be happy to do this/we'd be happy to
        i'll be happy to/i'd be glad to/i would be glad to/i'm glad to/glad to/glad to help/glad to take it on
        i'd love to/i would love to/i'd love to take it on/i'd love to take this on/i'd love to do it/i'd love to do this
        i'd love to help/love to/we'd love to/my pleasure/with pleasure/it would be my pleasure/it'd be my pleasure
        i'd be delighted to/i would be delighted to/delighted to/i'd be delighted/i'd be happy/i'd be pleased to/count me in/i'm in/i am in/i'm up for it/i am up for it/i'm game/up for it/no problem/no problem at all
        not a problem/no prob/no probs/no worries/no sweat/sounds good/sounds great/sounds good to me/works for me
        that works/that works for me/this works for me/roger/roger that/copy that/yes to this/it's a yes/that's a yes
        cannot wait to start/can't wait to start/can't wait to get started/starting now/i'm starting now/starting on it
        i'll start right away/i'll start now/i will start right away
        👍/👌/✅/✔/☑/🆗
    """),
    "decline": _listed("""
        decline/declined/declining/i decline/we decline/i must decline/i have to decline/i need to decline
        i'll have to decline/i will have to decline/i'm going to have to decline/i have to decline this
        i would like to decline/i'd like to decline/i'd rather decline/must decline/have to decline/will have to decline
        we must decline/we have to decline/we'll have to decline/i'm declining/i am declining/i regret to decline
        i respectfully decline/respectfully decline/i'm afraid i have to decline/i'm afraid i must decline
        i'm afraid i'll have to decline/unfortunately i have to decline/unfortunately i must decline
        no/nope/no thanks/no thank you/thanks but no thanks/thanks but no/no sorry/nah/no can do/can't do/can't do it
        can't do this/can't do this one/cannot do/cannot do it/cannot do this/can't/cannot/can't take it/can't take this
        can't take it on/can't take this on/can't take this one/cannot take it/cannot take this/cannot take this on
        cannot take it on/i can't/i cannot/i can not/we can't/we cannot/i can't do it/i can't do this/i can't do that
        i can't do this one/i cannot do it/i cannot do this/i can't take it/i can't take it on/i can't take this
        i can't take this on/i can't take this one/i cannot take it/i cannot take it on/i cannot take this
        i cannot take this on/i can't accept/i cannot accept/i can't accept this/i cannot accept this/i can't accept it
        i can't help/i cannot help/i can't help with this/i can't make it/i cannot make it/i can't fit it in
        i can't fit this in/i can't commit/i can't commit to this/i can't this time/i can't this week/i cannot this week
        i'm afraid i can't/i'm afraid i cannot/i am afraid i can't/i am afraid i cannot/i'm afraid not/afraid not
        afraid i can't/unfortunately i can't/unfortunately i cannot/unfortunately not/unfortunately no/sadly i can't
        i'm unable to/i am unable to/i'm unable to take this on/i'm unable to accept/i am unable to accept
        i won't be able to/i will not be able to/i won't be able to do this/i won't be able to do it
        i won't be able to take this on/i won't be able to take it on/i won't be able to take this/i won't be able to help
        i'm not able to/i am not able to/i'm not able to take this on/i'm not able to take it on/i won't do it/i won't do this
        i'll pass/i will pass/i'll have to pass/i will have to pass/i have to pass/i need to pass/i must pass/pass
        i'll pass on this/i'll pass on this one/i'll have to pass on this/i'll have to pass on this one
        i have to pass on this/i have to pass on this one/pass on this/pass on this one/i'm passing on this
        i'm out/i am out/count me out/not for me/not this time/not for me this time/not possible/not available
        i'm not available/i am not available/i'm unavailable/too busy/i'm too busy/i am too busy/way too busy
        i'm fully booked/i am fully booked/fully booked/i'm booked out/i am booked out/no time/i have no time
        i don't have time/i don't have the time/i do not have time/no capacity/i have no capacity/i don't have capacity
        i have to say no/i must say no/i'll have to say no/i need to say no/that's a no/it's a no
        👎/❌/🚫
    """),
    "question": _listed("""
        question/questions/quick question/a question/a quick question/one question/one quick question/two questions
        some questions/a few questions/a couple of questions/i have a question/i have one question/i have two questions
        i have a quick question/i have questions/i have some questions/i have a few questions/i've a question
        i've got a question/just a question/just one question/small question/short question/another question
        my question/my questions/ask/asking/before i accept/before i start/before i say yes/before i decide
    """),
    "done": _listed("""
        done/all done/it's done/its done/it is done/this is done/that's done/that is done/this one is done/task done
        task is done/the task is done/job done/work done/everything is done/everything's done/all is done/i'm done
        i am done/we're done/we are done/and done/done and dusted/done done/now done/already done/it's all done
        finished/all finished/it's finished/it is finished/i'm finished/i am finished/i've finished/i have finished
        i finished/the task is finished/task finished/completed/complete/it's complete/it is complete/it's completed
        task complete/task completed/task is complete/task is completed/the task is complete/i've completed it
        i have completed it/i've completed the task/i have completed the task/i completed the task/work completed
        i've finished it/i have finished it/i've finished the task/delivered
    """),
    "late": _listed("""
        late/running late/i'm late/i am late/i'm running late/i am running late/we're running late/running a bit late
        i'm running a bit late/running a little late/a bit late/i'll be late/i will be late/will be late/going to be late
        i'm going to be late/it will be late/it'll be late/this will be late/delayed/i'm delayed/i am delayed
        i'll be delayed/it's delayed/it is delayed/it will be delayed/delay/there is a delay/there's a delay
        i need more time/need more time/i'll need more time/i will need more time/i need a bit more time
        i need one more day/i need two more days/i need a few more days/i need some more days/i need another day
        i need another two days/i need another week/i need one more week/i need an extra day/i need two extra days
        need a bit more time/i need a little more time/i need some more time/it takes longer/it will take longer
        it'll take longer/this will take longer/takes longer/taking longer/it's taking longer/it is taking longer
        i need until/need until/i'll need until/i need till/i will need until/running behind/i'm running behind
        i'm behind/i am behind/behind schedule/i'm behind schedule/i won't make it by/i can't make the deadline
        i won't make the deadline/i will not make the deadline/i can't meet the deadline/i won't make it on time
        i won't be done by/i won't be finished by/i can't make it by/won't make it by/can't make it by
    """),
    "approve": _listed("""
        approve/approved/i approve/i approve it/i approve this/we approve/approving/approval given/you have my approval
        yes/yep/yeah/yup/yes please/yes do/yes do it/yes go ahead/ok/okay/o.k/okey/k/sure/sure thing/of course/absolutely
        definitely/certainly/agreed/fine/that's fine/that is fine/it's fine/this is fine/fine by me/fine with me/ok by me
        ok with me/ok for me/okay with me/okay for me/all right/alright/good to go/go/go ahead/go for it/please go ahead
        please do/please proceed/proceed/do it/please do it/let's do it/let's do this/let's go/green light/granted/confirmed
        i confirm/sounds good/sounds good to me/works for me/that works/that works for me/no objection/no objections
        you may/looks good/looks good to me/lgtm/accept/accepted/i accept/yes to this/it's a yes/that's a yes
        👍/👌/✅/✔/☑/🆗
    """),
    "refuse": _listed("""
        refuse/refused/i refuse/we refuse/rejected/reject/i reject/denied/decline/declined/i decline/not approved
        no/nope/no thanks/no thank you/nah/no way/no go/not approving/i don't approve/i do not approve/disapproved
        don't do it/do not do it/don't/please don't/too expensive/too dear/not worth it/it's a no/that's a no
        absolutely not/certainly not/definitely not/of course not/no please don't
        👎/❌/🚫
    """),
    "again": _listed("""
        again/once again/once more/one more time/do it again/do this again/please do it again/again please/try again
        please try again/redo/redo it/redo this/please redo/please redo it/please redo this/rework/rework it/please rework
        rework please/needs rework/needs more work/not good enough/not done/not finished/start over/do over/another round
        back to you/please revise/revise/please fix/please correct
    """),
    "cancel": _listed("""
        cancel/cancelled/canceled/cancel the task/cancel task/please cancel/cancel please/stop/please stop/stop work
        stop working on it/stop working on this/call it off/call this off/call off/please call it off/withdraw
        withdrawn/abort/i cancel/scrap/i want to cancel
    """),
    "keep": _listed("""
        keep/i'll do it/i will do it/i'll do this/i will do this/i will do this myself/i will do this one myself/i'll do it myself/i will do it myself/i'll do this myself/i'll do this one myself
        i'll do that myself/i do it myself/i'm doing it myself/i'll take it/i'll take this one/i'll keep/i keep/i will keep
        mine/that's mine/this is mine/this one is mine/i'll handle it/i'll handle it myself/i'll handle this myself
        leave it to me/leave it with me/let me do it/let me do this/let me do it myself
    """),
    "drop": _listed("""
        drop/dropped/please drop/forget/forget about it/forget it/forget this/forget this one/never mind/nevermind
        don't bother/not needed/no longer needed/not needed any more/not needed anymore/no longer necessary
        skip/i drop/let it go/let's drop/let's drop it/not necessary/obsolete
    """),
    "defer": _listed("""
        defer/deferred/please defer/postpone/please postpone/postponed/snooze/later/not now/put off/put it off
        let's postpone/let's defer/delay/push back/push it back/let's wait/wait/hold/put on hold/put it on hold
        come back to it/remind me/remind me again/ask me again/move it/park
    """),
    "delegate": _listed("""
        delegate/please delegate/delegate it/delegate this/hand off/hand it off/hand this off/hand over/hand it over
        hand this over/give it/give this/give/give this one/pass it on/assign/assign it/assign this/please give it
        let someone else do it/outsource
    """),
    "praise": _listed("""
        thanks/thank you/thanks a lot/many thanks/thank you very much/thank you so much/thanks so much/thx/cheers/ty
        thanks a million/much appreciated/appreciated/great/great job/great work/great stuff/good/good job/good work
        nice/nice work/nice job/nice one/very nice/very good/perfect/absolutely perfect/well done/very well done/excellent
        excellent work/excellent job/fantastic/fantastic work/fantastic job/wonderful/awesome/awesome work/awesome job
        brilliant/superb/amazing/amazing work/amazing job/outstanding/lovely/lovely work/love it/i love it/bravo/kudos
        top/super/spot on/exactly what i needed/just what i needed/exactly what i wanted/just what i wanted/impressive
        impressed/beautiful/beautiful work/fabulous/terrific/splendid/marvellous/marvelous/solid work/looks great
        this is great/this is perfect/that's great/that's perfect/it's perfect/it's great/couldn't be better/wow/flawless
        i'm happy with it/i am happy with it/very happy/very happy with it/very happy with this/happy with it
        very pleased/job well done/good stuff/great result
        👏/🎉/🙏/❤
    """),
    "release": _listed("release/released/let it in/let it through/it is genuine/it's genuine/genuine"),
    "private": _listed("private/privately/confidential/internal/not for her/not for him/just for me"),
}
