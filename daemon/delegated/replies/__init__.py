"""What comes back by mail: read, cut to what was written, and understood. Pure: bytes in, values out, never an exception.

mail         from the raw bytes to a `Mail`: headers, texts, attachments
cutting      what was written, without quotes, signatures and disclaimers
automatic    out-of-office and other mail that no person wrote
bounces      reports of what could not be delivered
genuine      who has proven what (Authentication-Results, RFC 8601)
matching     whose it is, and about which task
amounts      hours, dates and ratings as people write them
words        the words that count, by language
answers      what a person has said, in those words
"""
