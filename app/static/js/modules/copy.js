/**
 * The copy sheet: a button copies its row's value, ticks it off, and hands the focus to the next one.
 * What is ticked off is known to this page alone. Where the browser refuses to copy, the value is selected instead.
 *
 * @param {HTMLElement} sheet with `[data-part=copy]` buttons beside `[data-part=value]` cells
 */
export default function copySheet(sheet) {
  const part = (name) => sheet.querySelector(`[data-part="${name}"]`);
  const buttons = [...sheet.querySelectorAll('[data-part="copy"]')];
  const said = part("said");
  const progress = part("bar").querySelector("progress");
  progress.max = buttons.length;
  part("bar").hidden = false;
  buttons.forEach((button, place) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const value = button.closest("tr").querySelector('[data-part="value"]');
      if (!(await copied(value))) {
        say(said.dataset.failed);
        return;
      }
      tick(button);
      progress.value = buttons.filter((one) => one.dataset.done).length;
      if (buttons[place + 1]) buttons[place + 1].focus();
    });
  });
  if (buttons[0]) buttons[0].focus();

  function tick(button) {
    button.dataset.done = "1";
    button.textContent = `✓ ${said.dataset.done}`;
    button.closest("tr").classList.add("copy__row--done");
    say(said.dataset.done);
  }

  function say(text) {
    said.textContent = "";
    said.textContent = text;
    said.classList.toggle("visually-hidden", text !== said.dataset.failed);
  }
}

/** True once the cell's text is on the clipboard; where neither way is allowed it stays selected. */
async function copied(cell) {
  try {
    await navigator.clipboard.writeText(cell.textContent);
    return true;
  } catch (_) {
    getSelection().selectAllChildren(cell);
    if (!document.execCommand("copy")) return false;
    getSelection().removeAllRanges();
    return true;
  }
}
