"""Letters: plain values in, the exact bytes of a mail out.

Each kind of letter is a module: what the letter tells, in a dataclass; `NAME_facts`, what its templates may name; and
`render_NAME`, the `Rendered` letter by the `Templates`.

| kind | module | to | about |
|---|---|---|---|
| brief | `brief` | assistant | all that is needed to take a task on |
| revision | `revision` | assistant | what has changed in it |
| answer | `answer` | assistant | the answer to her question, or that none came |
| date | `date` | assistant | a later date: agreed, refused, or until when? |
| again | `again` | assistant | another round, and what to change |
| feedback | `feedback` | assistant | how the work was found, and thanks |
| withdrawn | `withdrawn` | assistant | it is not hers to do any more |
| reminder | `reminder` | both | what is waited for, one mail a day |
| note | `note` | both | what the other side wrote |
| help | `help` | both | nothing was understood; the words that can be said |
| waiting | `owner` | owner | all that needs a word from her, and the news |
| review | `review` | owner | what was delivered: how good is it? |
| fault | `fault` | owner | a file that could not be read |

What the letters of one task share is its `letterhead.Letterhead`; the words of answers and the buttons are those of
`answering`. `mime.assemble` makes the bytes; `addresses` makes, and reads back, the tokens and ids that keep a
conversation together. Nothing here reads a clock or a setting, and the same input gives the same bytes.
"""
