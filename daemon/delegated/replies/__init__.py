"""What comes back by mail: read, cut to what was written, and understood. Bytes in, values out, never an exception.

From bytes to a `mail.Mail`:

| module | what it tells |
|---|---|
| `mail` | the header as values, the texts, and the files of a mail |
| `headers` | fields of a header as values: words, addresses, ids, dates |
| `parts` | the parts that a mail holds, as stretches of its raw text |
| `charsets` | bytes as text, whatever charset they claim to be in |
| `flowed` | paragraphs of `format=flowed` put together again |
| `files` | the files that come with it, under safe names |

From a mail to a `cutting.Cut`, what was written:

| module | what it tells |
|---|---|
| `html` | a page as the lines that its reader sees |
| `lines` | a text as lines, each with how deep it is quoted |
| `attribution` | where a quoted letter begins |
| `signature` | where the writer has ended |
| `phrases` | what programs and firms write around a person's words |
| `cutting` | what was written, without quotes, signatures and small print |

What nobody has written:

| module | what it tells |
|---|---|
| `automatic` | absences, receipts, robots, calendars, lists, filters, our own letters |
| `away` | what programs write when their owner is away |
| `tickets` | what robots write when a mail has reached them |
| `returning` | the first day on which somebody is there again |
| `bounces` | what could not be delivered, and why |

Whose it is:

| module | what it tells |
|---|---|
| `genuine` | who has proven what (RFC 8601) |
| `matching` | whose it is, and about which task |

From a cut to an `answers.Answer`, what was meant:

| module | what it tells |
|---|---|
| `almanac` | what days are called; text without capitals and accents |
| `dates` | days and times of the day |
| `amounts` | hours, ratings, and limits of money |
| `words` | the words that count, by language |
| `english` | what people say in English for each of them |
| `opening` | where the point begins, behind greetings and thanks |
| `doubts` | whether a word at the beginning is meant |
| `asking` | whether a text asks something |
| `telling` | private lines, facts of the task, links, to whom it goes |
| `answers` | what a person has said |

Nothing here reads a clock, a file or a setting, and whatever strangers write is read in linear time.
"""
