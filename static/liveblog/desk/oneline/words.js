// The words that the one-line parser knows: those of liveblog/oneline/words.py, under the same names;
// a test compares them. All are folded: small letters, no accents, no apostrophes.

// What may stand before a contest: “result for Ilford North”.
export const TOWARDS = ["for", "in", "from", "at"];

// What counts for nothing in a contest's name.
export const SMALL = ["and", "the", "of"];
export const WARD = ["ward", "wards"];
export const SEAT = ["seat", "constituency"];

// After one of these “result”, “turnout” or “update” is the subject of a sentence.
export const SUBJECT_OF = [
  "is", "are", "was", "were", "be", "will", "would", "should", "could", "can", "may", "might",
  "must", "has", "have", "had", "not", "expected", "due", "imminent", "soon", "awaited", "delayed",
  "likely", "to", "in", "at", "by", "on", "of", "from", "before", "after", "within", "about",
  "around", "a", "an", "as", "and", "or", "so", "but", "that", "this", "looks", "seems", "remains",
  "predicts", "predicted", "says", "suggests", "shows", "coming", "fluid", "night", "day",
];

// One of these among what is typed after a contest makes it a sentence and no list.
export const SENTENCE = [
  "is", "are", "was", "were", "be", "been", "will", "would", "should", "could", "can", "may",
  "might", "must", "has", "have", "had", "holds", "held", "wins", "won", "gains", "gained", "takes",
  "took", "keeps", "kept", "retains", "retained", "loses", "lost", "polls", "polled", "receives",
  "received", "gets", "got", "secures", "secured", "beats", "beat", "defeats", "defeated", "says",
  "said", "expected", "due", "looks", "increases", "increased",
];

// How a sentence says that somebody is elected, and what then.
export const HOLDS = ["holds", "held", "hold", "retains", "retained", "keeps", "kept"];
export const GAINS = ["gains", "gained", "gain"];
export const WINS = ["wins", "won", "takes", "took", "elected", "returned"];
export const OF_A_SEAT = [
  "seat", "constituency", "with", "by", "from", "on", "for", "in", "majority", "votes",
];

// What may stand between a candidate and their votes in a sentence; it ends in one of POLLED.
export const BEFORE_VOTES = [
  "who", "is", "was", "has", "been", "re", "the", "his", "her", "their", "seat", "and",
  "challenger", "candidate",
];
export const POLLED = [
  "with", "on", "polled", "polls", "polling", "received", "receives", "got", "gets", "took",
  "takes", "won", "wins", "secured", "secures", "had", "has",
];
// After one of these whoever is named may be the one who lost.
export const OPPOSED = [
  "beat", "beats", "beating", "defeats", "defeated", "defeating", "over", "against", "from",
  "ahead", "than", "ousts", "ousted", "unseats", "unseated", "replaces", "loses", "lost",
];
export const POSSESSIVE = ["the", "his", "her", "their", "its", "this"];
export const VOTES = ["votes", "vote"];

// In a list of figures: who gets a number that is no candidate's, longest phrase first.
export const KEYS = {
  rejected: [
    "rejected ballot papers", "rejected ballots", "rejected papers", "rejected votes",
    "spoilt ballot papers", "spoilt ballots", "spoilt papers", "spoiled ballots", "spoiled papers",
    "invalid votes", "invalid ballots", "rejected", "spoilt", "spoiled",
  ],
  majority: ["majority", "maj"],
  valid_votes: ["total valid votes", "valid votes", "valid vote", "valid"],
  turnout: ["turnout"],
  other: ["electorate", "total votes", "total", "registered voters"],
};

// Words of a list that say nothing more, and the heads of columns.
export const FILLERS = [
  "votes", "vote", "for", "to", "and", "with", "the", "of", "candidate", "challenger", "incumbent",
  "party", "then", "finally", "on", "polling", "number", "in", "since", "cllr", "councillor", "dr",
  "mr", "mrs", "ms", "miss", "sir", "dame", "rt", "hon", "prof", "rev", "mp", "candidates", "name",
  "share", "change", "percentage", "position", "pos", "rank", "result", "swing", "colour",
  "description",
];
export const OUTCOMES = {
  hold: "hold",
  holds: "hold",
  gain: "gain",
  gains: "gain",
  elected: "win",
};

// Before a year, which is then no number of anything.
export const OF_A_YEAR = ["in", "since", "of", "from", "on", "than"];

// Words of a turnout that say nothing more.
export const TURNOUT_FILLERS = [
  "ballots", "ballot", "papers", "paper", "votes", "voters", "people", "cast", "verified", "and",
  "or", "turnout", "final", "provisional", "with",
];

// “Turnout for Ilford South is 59.7 per cent”: what may stand before the number.
export const TURNOUT_VERBS = [
  "is", "was", "of", "at", "stands at", "is announced as", "announced as", "announced at",
  "was announced as", "has been announced as", "has been announced at", "is confirmed as",
  "confirmed as", "confirmed at", "is confirmed at", "has been confirmed as", "was confirmed",
  "is confirmed", "comes in at", "came in at", "is officially", "officially",
];

// After the number: it is another turnout than today's.
export const BYGONE = ["last time", "last year", "at the last", "previously", "years ago", "then"];

// Heads of a line whose rest is prose.
export const PROSE_HEADS = {
  correction: "correction",
  "exit poll": "forecast",
  forecast: "forecast",
  update: "update",
};

// Names under which one party goes, beside those in the roster.
export const PARTIES = [

  [
    "con", "cons", "conservative", "conservatives", "tory", "tories", "conservative party",
    "conservative and unionist", "conservative and unionist party",
  ],
  [
    "lab", "labour", "labour party", "labour and co operative", "labour co op", "lab co op",
    "labour and co operative party",
  ],
  [
    "ld", "lib dem", "lib dems", "libdem", "libdems", "liberal democrat", "liberal democrats",
    "the liberal democrats",
  ],
  ["green", "greens", "grn", "green party"], ["ind", "independent", "independents"],
  ["ukip", "uk independence party"], ["bnp", "british national party"],
  ["snp", "scottish national party"], ["pc", "plaid", "plaid cymru"],
  ["ref", "reform", "reform uk"], ["brx", "brexit", "brexit party", "the brexit party"],
  ["sf", "sinn fein"], ["dup", "democratic unionist", "democratic unionist party"],
  ["uup", "ulster unionist", "ulster unionist party"], ["all", "alliance", "alliance party"],
];
