// Whole numbers in English words, for figures that are read back. Pure; tested with `node --test`.

const SMALL = (
  "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
  "fifteen sixteen seventeen eighteen nineteen"
).split(" ");
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const GROUPS = [[1_000_000, "million"], [1000, "thousand"]];

/** 2810 → “two thousand eight hundred and ten”, for whole numbers from 0 to 999,999,999. */
export function inWords(number) {
  if (!Number.isInteger(number) || number < 0 || number > 999_999_999) {
    throw new RangeError(`${number} has no words here.`);
  }
  if (number === 0) return SMALL[0];
  const said = [];
  let rest = number;
  for (const [size, name] of GROUPS) {
    if (rest >= size) said.push(`${belowThousand(Math.floor(rest / size))} ${name}`);
    rest %= size;
  }
  if (rest > 0) said.push(said.length && rest < 100 ? `and ${belowThousand(rest)}` : belowThousand(rest));
  return said.join(" ");
}

function belowThousand(number) {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  if (!hundreds) return belowHundred(rest);
  const said = `${SMALL[hundreds]} hundred`;
  return rest ? `${said} and ${belowHundred(rest)}` : said;
}

function belowHundred(number) {
  if (number < 20) return SMALL[number];
  const ten = TENS[Math.floor(number / 10)];
  return number % 10 ? `${ten}-${SMALL[number % 10]}` : ten;
}
