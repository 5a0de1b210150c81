// A line cut into words, numbers and what parts them.
//
// Letters, spaces and digits are those listed here and no others, so that Python and JavaScript cut
// alike; a number that touches anything else is `odd`, and nobody's votes.
//
// A token is {kind, text, start, end, key, number}. `kind`: word, number, line, cell, stop or other.
// `key` is a word folded, or a number's digits without what parts thousands. `number` says what a
// number can be: count, year (a count of four bare digits that may as well be one), decimal,
// percent, change (signed), rank, dotted (21.506), odd.

export const LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\u0300-\u036f";
export const SPACES =
  " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b" +
  "\u202f\u205f\u2060\u3000\ufeff";
export const BLANK = `${SPACES}\t\n\r\v\f\u2028\u2029`;
const LINES = "\n\r\v\f\u2028\u2029;";
const JOINS = ",\u00a0\u2007\u2009\u202f"; // what parts thousands
const BESIDE_DIGITS = new RegExp(`[${SPACES}${LINES}\t,:()\\[\\]{}|/"“”'’‘*_=<>!?•·–—-]`);
const TOKEN = new RegExp(
  `(?<line>[${LINES}]+)` +
    `|(?<number>(?:(?<![${LETTERS}0-9.])[+−-])?[0-9]+(?:[.:${JOINS}][0-9]+)*)` +
    `(?:(?<percent>[${SPACES}]?%` +
    `|(?:pct?|[${SPACES}]?[Pp][Ee][Rr][${SPACES}]?[Cc][Ee][Nn][Tt])(?![${LETTERS}0-9]))` +
    `|(?<ordinal>(?:st|nd|rd|th)(?![${LETTERS}0-9]))` +
    `|(?<clock>[${SPACES}]?[AaPp]\\.?[Mm](?![${LETTERS}0-9])))?` +
    `|(?<word>&|[${LETTERS}]+(?:['’‘][${LETTERS}]+)*)` +
    `|(?<cell>\t|[|,:()\\[\\]]|[${SPACES}]{2,}|[–—−]|(?<![${LETTERS}])-|-(?![${LETTERS}]))` +
    "|(?<stop>[.!?…]+)" +
    `|(?<skip>[${SPACES}"“”'’‘*_=<>{}/•·-])` +
    `|(?<other>[^${LETTERS}${SPACES}${LINES}\t0-9|,:()\\[\\]–—−.!?…"“”'’‘*_=<>{}/•·&+-]+|\\+)`,
  "g",
);
const PLAIN = /^(?:0|[1-9][0-9]{0,8})$/;
const GROUPED = new RegExp(
  `^[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,2}|(?:[${JOINS.slice(1)}][0-9]{3}){1,2})$`,
);
const DECIMAL = /^(?:0|[1-9][0-9]{0,2})\.[0-9]{1,2}$/;
const DOTTED = /^[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}$/;
const CELL = /^[0-9]+(?:\.[0-9]{1,2})?$/;
const MARKS = /[\u0300-\u036f]/g;
const JOIN = new RegExp(`[${JOINS}]`, "g");
const APART = new Map([
  ["ø", "o"], ["ł", "l"], ["đ", "d"], ["ð", "d"], ["ı", "i"],
  ["æ", "ae"], ["œ", "oe"], ["ß", "ss"], ["þ", "th"],
  ["'", ""], ["’", ""], ["‘", ""],
]);

const YEARS = [1900, 2099];

/** A word without case, accents and apostrophes. */
export function fold(word) {
  const plain = word.toLowerCase().normalize("NFD").replace(MARKS, "");
  return [...plain].map((each) => APART.get(each) ?? each).join("");
}

/** The folded words and numbers of a name. */
export function wordsOf(name) {
  const said = tokensOf(name).filter(({ kind }) => kind === "word" || kind === "number");
  return said.map(({ key }) => key);
}

/** The text as tokens, in one pass. */
export function tokensOf(text) {
  const tokens = [];
  for (const found of text.matchAll(TOKEN)) {
    const { groups } = found;
    const [all] = found;
    const end = found.index + all.length;
    if (groups.number) {
      tokens.push(...numbers(found, text));
    } else if (groups.word) {
      tokens.push(token("word", all, found.index, end, all === "&" ? "and" : fold(all)));
    } else if (!groups.skip) {
      const kind = ["line", "cell", "stop", "other"].find((each) => groups[each] !== undefined);
      tokens.push(token(kind, all, found.index, end));
    }
  }
  return tokens;
}

/** The text without blanks at both ends. */
export function stripped(text) {
  let start = 0;
  let end = text.length;
  while (start < end && BLANK.includes(text[start])) start += 1;
  while (end > start && BLANK.includes(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function token(kind, text, start, end, key = "", number = "") {
  return { kind, text, start, end, key, number };
}

/** One number; or the cells of a row of commas, such as 21506,16102. */
function numbers(found, text) {
  const { groups } = found;
  let start = found.index;
  const past = start + found[0].length;
  const sign = "+−-".includes(groups.number[0]) ? groups.number[0] : "";
  const bare = groups.number.slice(sign.length);
  const unit = ["percent", "ordinal", "clock"].find((name) => groups[name]) ?? "";
  const cells = bare.split(",");
  if (cells.length > 1 && !GROUPED.test(bare) && areCells(cells)) {
    const tokens = [];
    cells.forEach((cell, i) => {
      const last = i === cells.length - 1;
      const end = last ? past : start + cell.length;
      const number = kindOf(cell, "", last ? unit : "");
      tokens.push(token("number", text.slice(start, end), start, end, cell, number));
      if (!last) tokens.push(token("cell", ",", end, end + 1));
      start = end + 1;
    });
    return tokens;
  }
  let number = kindOf(bare, sign, unit);
  if (!standsAlone(start, past, text, sign)) {
    number = "odd";
  } else if (number === "count" && bare.length < 3 && headsARow(start, past, text)) {
    number = "rank";
  }
  return [token("number", found[0], start, past, bare.replace(JOIN, ""), number)];
}

/** Whether commas part numbers here: thousands have no four digits on end. */
function areCells(cells) {
  return (
    cells.every((each) => CELL.test(each)) && cells.some((each) => each.split(".")[0].length > 3)
  );
}

function kindOf(bare, sign, unit) {
  const whole = PLAIN.test(bare) || GROUPED.test(bare);
  const decimal = DECIMAL.test(bare);
  if (unit === "percent") {
    if (sign) return "change";
    return decimal || (whole && bare.length < 4) ? "percent" : "odd";
  }
  if (unit === "ordinal") return whole ? "rank" : "odd";
  if (unit === "clock") return "odd";
  if (sign) return whole || decimal ? "change" : "odd";
  if (whole) {
    const isYear = bare.length === 4 && YEARS[0] <= Number(bare) && Number(bare) <= YEARS[1];
    return isYear ? "year" : "count";
  }
  if (decimal) return "decimal";
  return DOTTED.test(bare) ? "dotted" : "odd";
}

function standsAlone(start, past, text, sign) {
  const before = text.slice(Math.max(0, start - 1), start);
  const after = text.slice(past, past + 1);
  if (sign === "" && before === "." && text.slice(Math.max(0, start - 2), start) !== "..") {
    return false;
  }
  const fitsBefore = before === "" || before === "." || BESIDE_DIGITS.test(before);
  const fitsAfter = ["", ".", "%"].includes(after) || BESIDE_DIGITS.test(after);
  return fitsBefore && fitsAfter;
}

/** “1. ” and “1) ” at the start of a row are ranks. */
function headsARow(start, past, text) {
  const before = text.slice(Math.max(0, start - 1), start);
  const after = text.slice(past, past + 2);
  const starts = before === "" || LINES.includes(before);
  return starts && after.length === 2 && ".)".includes(after[0]) && " \t\u00a0".includes(after[1]);
}
