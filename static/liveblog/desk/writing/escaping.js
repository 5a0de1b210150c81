// Plain words whose signs Markdown would take for its own, so that it does not. Pure.
//
// liveblog/importing/markdown.py escapes whatever could mean something; here somebody goes on
// writing in the text, so only what would mean something is escaped.

const ADDRESS = /(https?:\/\/[^\s<>"`\\^{}|]+)/i;

/** The text with signs escaped that would mean something where they stand. */
export function escapeText(text) {
  return text
    .split(ADDRESS)
    .map((part, number, parts) => {
      if (number % 2) return part;
      return number < parts.length - 1 ? signs(part).replace(/<$/, "\\<") : signs(part);
    })
    .join("");
}

/** A line that does not begin as a list, a quotation, a heading or a rule does. */
export function startsLine(line) {
  if (/^(?:[-_*] ?){3,}$/.test(line) || /^[|:\- ]*-[|:\- ]*$/.test(line)) return `\\${line}`;
  if (/^(?:#{1,6}(?:\s|$)|>|[-+*](?:\s|$))/.test(line)) return `\\${line}`;
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

function signs(text) {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
    .replace(/`/g, "\\`")
    .replace(/\*(?=\S)|(?<=\S)\*/g, "\\*")
    .replace(/(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/~(?=~)|(?<=~)~/g, "\\~")
    .replace(/\[(?=[^\]]*\]\()/g, "\\[")
    .replace(/<(?=[a-z][a-z0-9+.-]{1,31}:|[^\s<>@]+@)/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&");
}
