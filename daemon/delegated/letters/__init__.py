"""Letters: plain values in, the exact bytes of a mail out.

`brief`, `owner`, `fault` and `withdrawn` turn what they are told into a `Rendered` letter by the `Templates`;
`mime.assemble` makes the bytes of it; `addresses` makes, and reads back, the tokens and ids that keep a
conversation together. Nothing here reads a clock or a setting, and the same input gives the same bytes.
"""
