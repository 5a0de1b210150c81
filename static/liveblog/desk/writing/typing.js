// Typing for somebody into their field, so that the browser's own undo takes it back.

/** The field's text and selection, as `marks.js` has it. */
export function stateOf(field) {
  return { text: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** Do what an edit says; false if there is none. */
export function perform(field, edit) {
  if (!edit) return false;
  field.focus({ preventScroll: true });
  field.setSelectionRange(edit.from, edit.to);
  insert(field, edit.insert);
  field.setSelectionRange(edit.start, edit.end);
  return true;
}

/** Type the text over what is selected. */
export function insert(field, text) {
  // Not a standard any more and in every browser: nothing else types so that undo knows of it.
  const typed = text
    ? document.execCommand("insertText", false, text)
    : field.selectionStart === field.selectionEnd || document.execCommand("delete");
  if (typed) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
