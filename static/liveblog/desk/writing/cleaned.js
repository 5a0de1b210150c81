// What the clipboard brings from Word, mail or the web, as Markdown. Needs a DOMParser, no page.

import { asAddress, link } from "./addresses.js";
import { escapeText, startsLine } from "./escaping.js";
import { tidied } from "./lettering.js";
import { isGrid, markdownTable } from "./tables.js";

const GONE =
  "script,style,template,head,title,meta,link,noscript,object,embed,iframe,frame,svg,math,canvas,audio,video,button,input,select,textarea,option,datalist,map";
const BLOCK =
  "address,article,aside,blockquote,body,center,dd,details,div,dl,dt,fieldset,figcaption,figure,footer,form,h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,tbody,td,tfoot,th,thead,tr,ul";
const BLOCKS = new Set(BLOCK.split(","));
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component})+$/u;

/** @param {string} html as a clipboard has it @returns {string} Markdown, or nothing */
export function cleaned(html) {
  // Nothing in such a document runs or loads; a browser may still name its handlers in the console.
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const each of page.querySelectorAll(GONE)) each.remove();
  const told = joined(blocksIn(page.body, {}));
  return told.replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

// --- Blocks: {text, tight}, of which tight ones that follow each other are lines of one paragraph.

function blocksIn(parent, format) {
  const blocks = [];
  let runs = [];
  const flush = (tight) => {
    const text = paragraph(runs);
    if (text) blocks.push({ text, tight });
    else if (runs.some((run) => run.text === "\n")) blocks.push({ text: "", tight: false });
    runs = [];
  };
  const isLine = parent.localName === "div";
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && isHidden(node)) continue;
    if (!isBlock(node)) {
      runs.push(...runsIn(node, format));
      continue;
    }
    flush(isLine);
    const told = block(node, formatOf(node, format));
    const last = blocks.at(-1);
    // Word's lists are paragraphs that follow each other.
    if (told[0]?.item && last?.item) last.text += `\n${told.shift().text}`;
    blocks.push(...told);
  }
  flush(isLine);
  return blocks;
}

function block(element, format) {
  const name = element.localName;
  if (/^h[1-6]$/.test(name)) return heading(element, format);
  if (name === "hr") return [{ text: "---" }];
  if (name === "ul" || name === "ol") return [{ text: list(element, format).join("\n") }].filter(isSaid);
  if (name === "table" && isGrid(element)) return [{ text: markdownTable(element, (cell) => cellText(cell, format)) }];
  if (name === "pre") return [{ text: preformatted(element) }].filter(isSaid);
  if (name === "blockquote") {
    const text = joined(blocksIn(element, format)).trim();
    return text ? [{ text: text.replace(/^/gm, "> ").replace(/ +$/gm, "") }] : [];
  }
  if (/mso-list:\s*l\d/i.test(element.getAttribute("style") ?? "")) return wordItem(element, format);
  return blocksIn(element, format);
}

// A heading is bold already: bold within it would end it.
function heading(element, format) {
  const told = blocksIn(element, { ...format, bold: false, plain: true });
  return told.map(({ text }) => ({ text: text.replace(/^(?=\S).*\S$/gm, "**$&**") })).filter(isSaid);
}

function list(element, format, depth = 0) {
  const isNumbered = element.localName === "ol";
  let number = Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1;
  const lines = [];
  for (const child of element.children) {
    if (isHidden(child)) continue;
    if (child.localName === "ul" || child.localName === "ol") {
      lines.push(...list(child, format, depth + 1)); // as Google Docs and old mail nest them
      continue;
    }
    const inner = [...child.children].filter((each) => /^[uo]l$/.test(each.localName));
    for (const each of inner) each.remove();
    const text = joined(blocksIn(child, formatOf(child, format)).filter(isSaid), "\n");
    const sign = isNumbered ? `${number++}. ` : "- ";
    if (text) lines.push(indented(text, sign, depth));
    for (const each of inner) lines.push(...list(each, format, depth + 1));
  }
  return lines;
}

function wordItem(element, format) {
  const level = Number(/level(\d+)/i.exec(element.getAttribute("style"))?.[1] ?? 1);
  const sign = [...element.querySelectorAll("[style]")].find(isIgnored)?.textContent ?? "";
  const number = /^\s*(\d{1,9})[.)]/.exec(tidied(sign))?.[1];
  const text = joined(blocksIn(element, format), "\n");
  return text ? [{ text: indented(text, number ? `${number}. ` : "- ", level - 1), item: true }] : [];
}

function indented(text, sign, depth) {
  return `${" ".repeat(depth * 3)}${sign}${text.replace(/\n+/g, `\n${" ".repeat(depth * 3 + sign.length)}`)}`;
}

function preformatted(element) {
  const lines = tidied(element.textContent).replace(/\r/g, "").split("\n");
  return lines.map((line) => startsLine(escapeText(line.trim()))).join("\n").trim();
}

function cellText(cell, format) {
  return joined(blocksIn(cell, { ...formatOf(cell, format), ...(cell.localName === "th" && { bold: false }) }), " ")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\|/g, "\\|");
}

function joined(blocks, between = "\n\n") {
  let [text, last] = ["", null];
  for (const each of blocks) {
    if (text) text += last.tight && each.tight ? "\n" : between;
    text += each.text;
    last = each;
  }
  return text;
}

function isSaid({ text }) {
  return text.trim() !== "";
}

// --- Runs: {text, bold, italic, struck, href}, a line break being a run of its own.

function runsIn(node, format) {
  if (node.nodeType === Node.TEXT_NODE) return [{ ...format, text: tidied(node.data).replace(/[ \t\r\n\f]+/g, " ") }];
  if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return [];
  if (node.localName === "br") return [{ ...format, text: "\n" }];
  if (node.localName === "img") {
    const alt = node.getAttribute("alt") ?? "";
    return EMOJI.test(alt) ? [{ ...format, text: alt }] : [];
  }
  const own = formatOf(node, format);
  return [...node.childNodes].flatMap((child) => runsIn(child, own));
}

function formatOf(element, format) {
  const style = element.getAttribute("style") ?? "";
  const said = (name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(style)?.[1].trim().toLowerCase();
  const own = { ...format };
  const name = element.localName;
  if (/^(b|strong)$/.test(name)) own.bold = true;
  if (/^(i|em|cite|dfn|var)$/.test(name)) own.italic = true;
  if (/^(s|strike|del)$/.test(name)) own.struck = true;
  const weight = said("font-weight");
  if (weight) own.bold = /^bold/.test(weight) || Number(weight) >= 600;
  const slant = said("font-style");
  if (slant) own.italic = /^(italic|oblique)/.test(slant);
  if (/line-through/.test(said("text-decoration(?:-line)?") ?? "")) own.struck = true;
  if (own.plain) own.bold = false;
  if (name === "a") {
    const href = element.getAttribute("href") ?? "";
    const address = href.replace(/[\t\n\r]/g, "").trim().replace(/ /g, "%20");
    own.href = (/^(https?|mailto):/i.test(address) && asAddress(address)) || undefined;
  }
  return own;
}

function paragraph(runs) {
  const kept = [];
  for (const run of runs) {
    const last = kept.at(-1);
    let { text } = run;
    // A space at the edge of a line, or after another one, is none.
    if (text !== "\n" && (!last || /[ \n]$/.test(last.text))) text = text.replace(/^ +/, "");
    if (text === "\n" && last) last.text = last.text.replace(/ +$/, "");
    if (text === "") continue;
    kept.push({ ...run, text });
  }
  while (kept.length && !kept[0].text.trim()) kept.shift();
  while (kept.length && !kept.at(-1).text.trim()) kept.pop();
  const told = marked(kept, ["href", "bold", "italic", "struck"]);
  return told.trim().split("\n").map((line) => startsLine(line.trim())).join("\n");
}

const SIGN = { bold: "**", italic: "*", struck: "~~" };

// Runs that share a mark are within one pair of it, and the outermost is a link.
function marked(runs, [mark, ...rest], before = "") {
  if (!mark) return before + escapeText(runs.map(({ text }) => text).join(""));
  let told = before;
  for (let at = 0; at < runs.length; ) {
    let to = at + 1;
    while (to < runs.length && (runs[to][mark] ?? false) === (runs[at][mark] ?? false)) to += 1;
    const group = runs.slice(at, to);
    const next = runs[to]?.text[0] ?? "";
    if (!runs[at][mark]) told = marked(group, rest, told);
    else if (mark === "href") told += linked(group, rest);
    else told += lined(marked(group, rest), SIGN[mark], told, next);
    at = to;
  }
  return told;
}

function linked(runs, rest) {
  const { href } = runs[0];
  const [, left, words, right] = /^(\s*)([\s\S]*?)(\s*)$/.exec(marked(runs, rest));
  const plain = runs.map(({ text }) => text).join("").trim();
  if (!plain) return left + right;
  const isItself = asAddress(plain) === href || href.replace(/^https?:\/\/|\/$/g, "") === plain.replace(/\/$/, "");
  const told = words.replace(/\s*\n\s*/g, " ").replace(/(?<!\\)[[\]]/g, "\\$&");
  return left + link(isItself ? "" : told, href) + right;
}

// Marks stand at the edge of words, line by line; where Markdown would not see them beside a letter,
// the sign of punctuation between goes out.
function lined(text, sign, before, next) {
  const lines = text.split("\n");
  return lines
    .map((line, number) => {
      let [, left, words, right] = /^(\s*)(.*?)(\s*)$/.exec(line);
      if (!words) return line;
      const first = number === 0 && !left ? before.at(-1) ?? "" : "";
      const last = number === lines.length - 1 && !right ? next : "";
      const edge = /^[^\p{L}\p{N}\s\\*[<~`]+(?=.)/u;
      if (isLetter(first) && edge.test(words)) {
        left += edge.exec(words)[0];
        words = words.replace(edge, "");
      }
      const closing = /(?<=[\p{L}\p{N}])[^\p{L}\p{N}\s\\*\])>~`]+$/u;
      if (isLetter(last) && closing.test(words)) {
        right = closing.exec(words)[0] + right;
        words = words.replace(closing, "");
      }
      return `${left}${sign}${words}${sign}${right}`;
    })
    .join("\n");
}

function isLetter(sign) {
  return /[\p{L}\p{N}]/u.test(sign);
}

// --- What an element is.

function isBlock(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  return BLOCKS.has(node.localName) || node.querySelector(BLOCK) !== null;
}

function isHidden(element) {
  const style = element.getAttribute("style") ?? "";
  return element.hidden || /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(style) || isIgnored(element);
}

// The bullet or number that Word writes as text.
function isIgnored(element) {
  return /mso-list\s*:\s*ignore/i.test(element.getAttribute("style") ?? "");
}
