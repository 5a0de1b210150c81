// Characters that nobody sees, as results/lettering.py has them. Pure.

const UNSEEN =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc]/g;
const SPACE = /[\xa0\u2000-\u200a\u202f\u205f\u3000]+/g;
const COUNTED = /(?<=\d)[\xa0\u202f](?=[\d\p{L}%£€$°])|(?<=[£€$§#])[\xa0\u202f](?=\d)/gu;

/** Without characters that nobody sees; a space that keeps a figure with what it counts stays. */
export function tidied(text) {
  return text
    .replace(UNSEEN, "")
    .replace(/[\u2028\u2029]/g, "\n")
    .replace(COUNTED, "\uE000")
    .replace(SPACE, " ")
    .replaceAll("\uE000", "\xa0");
}
