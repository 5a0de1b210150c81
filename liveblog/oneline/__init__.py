"""One typed line -> what it says: a kind, a contest, figures, and what has to be asked.

`read_line(text, roster)` is pure: it knows the text and the `Roster`, no database and no clock.
`static/liveblog/desk/oneline.js` is the same grammar for the device, where there may be no network;
one table of lines and a differential property test hold the two together.

    5.07am - result ilford north scott 21506, klein 16102, rejected 120
    result ilford north 21506 16102 5966 1545 871 572 456
    5.30am - RESULT for Ilford North, Lee Scott holds seat with 21,506 votes.
    turnout ilford south 59.7 51505
    Turnout for Ilford South is 59.7 per cent - up from 54 per cent in 2005.
    quote sonia klein: the mood is good
    correction …   exit poll …   forecast …   update …

It gives what is JSON on both sides:

    kind        of entry, None where the line is prose and nothing else
    stamp       the time as typed at the start of the line, None without one
    contests    keys of the contests that it is about
    candidates  slugs of those it names, in ballot order
    fields      field of the composer's form -> value, for what is certain
    chips       what is shown of it: {"field" or "what", "label", "value", "sure", "choices"};
                not `sure` where a name was taken for the one in the roster that is nearest
    questions   {"what", "message", "text", "choices"}; a choice is {"label", "fields"}, and where
                the contest is asked for "line", the line with that contest in it
    aside       numbers that were understood and are used for nothing: shares, ranks, years
    rest        what stays the text of the entry

The rules, in order of weight. Whatever is uncertain fills nothing and is asked. Every number of the
line ends in the stamp, a field, a question, `aside` or `rest`. A number becomes a candidate's votes
only beside their name, or where there are exactly as many numbers as candidates (or one more, the
rejected papers). Prose stays prose: a sentence fills something only where it begins with RESULT or
with a turnout, and it stays whole as the rest.
"""

from .line import Line, read_line, read_votes
from .roster import Candidate, Party, Roster, RosterContest, contest_keys, roster_of

__all__ = [
    "Candidate",
    "Line",
    "Party",
    "Roster",
    "RosterContest",
    "contest_keys",
    "read_line",
    "read_votes",
    "roster_of",
]
