"""The letters of the Thai script by what they do, as Unicode and the Thai standard (WTT 2.0) have them."""

from __future__ import annotations

# Marks above and below a consonant, in the order in which they are typed behind it.
DOT = "\u0e3a"
VOWEL_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d\u0e4e"
TONES = "\u0e48\u0e49\u0e4a\u0e4b"
CANCEL = "\u0e4c"
# Vowels written behind their consonant, and those written before it.
FOLLOWING = "\u0e30\u0e32\u0e33\u0e45"
LEADING = "\u0e40\u0e41\u0e42\u0e43\u0e44"
# Whatever belongs to the letter before it, so that no word begins with it.
SIGNS = DOT + VOWEL_MARKS + TONES + CANCEL + FOLLOWING
ALL_CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))
# For character classes of patterns: consonants, what a word may begin with, and all letters and signs.
CONSONANTS = "\u0e01-\u0e2e"
INITIALS = CONSONANTS + LEADING
LETTERS = "\u0e01-\u0e4e"
# The signs for repetition and abbreviation, which stand in names too.
REPEATED, ABBREVIATED = "\u0e46", "\u0e2f"
DIGITS = dict(zip("\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59", "0123456789", strict=True))
