// A table that came by the clipboard: one of figures, or one that only lays out a page.

/** Whether the table has columns of text, as a table of figures has. */
export function isGrid(table) {
  if (table.getAttribute("role") === "presentation" || table.querySelector("table,ul,ol,blockquote,h1,h2,h3")) {
    return false;
  }
  const rows = rowsOf(table);
  return rows.length > 0 && Math.max(...rows.map((row) => row.length)) > 1;
}

/** The table in Markdown, whose first row is the head of its columns. */
export function markdownTable(table, textOf) {
  const rows = rowsOf(table)
    .map((row) => row.flatMap((cell) => [textOf(cell), ...Array(Math.min(cell.colSpan, 20) - 1).fill("")]))
    .filter((row) => row.some(Boolean));
  const width = Math.max(...rows.map((row) => row.length), 1);
  const lines = rows.map((row) => line([...row, ...Array(width - row.length).fill("")]));
  lines.splice(1, 0, line(Array(width).fill("-")));
  const caption = table.caption ? `${textOf(table.caption)}\n\n` : "";
  return rows.length ? caption + lines.join("\n") : "";
}

function line(cells) {
  return `| ${cells.join(" | ")} |`;
}

function rowsOf(table) {
  return [...table.rows].map((row) => [...row.cells]).filter((row) => row.length > 0);
}
