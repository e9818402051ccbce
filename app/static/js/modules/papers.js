/**
 * The walk-saver, one screen at a time. app/offices/walksaver.py holds the same rule for phones without script.
 * Answers are kept on the phone under `papers:<code>`; they say nothing about the person.
 */
export default function papers(root) {
  const form = root.querySelector("form");
  const result = root.querySelector("#result");
  if (!form) return;
  const screens = [...form.querySelectorAll(".screen")];
  const store = `papers:${root.dataset.code}`;
  const answer = (kind, paper) => form.elements[`${kind}${paper}`]?.value || "";
  const needed = (screen) => screen.dataset.kind === "n" || answer("n", screen.dataset.paper) !== "no";
  const asked = () => screens.filter(needed);
  let shown = 0;
  restore(form, read(store));
  root.classList.add("by-one");

  function show(number) {
    const list = asked();
    shown = number;
    const done = number >= list.length;
    screens.forEach((screen) => screen.classList.toggle("screen--now", screen === list[number]));
    root.querySelector(".check__progress").hidden = done;
    root.querySelector(".check__count").textContent = `${Math.min(number + 1, list.length)} / ${list.length}`;
    drawDots(root.querySelector(".dots"), number, list.length);
    result.hidden = !done;
    if (done) finish();
  }

  function finish() {
    const numbers = new Set(screens.map((screen) => screen.dataset.paper));
    let missing = 0;
    numbers.forEach((paper) => {
      const out = answer("n", paper) === "no";
      const ready = !out && answer("h", paper) === "yes";
      result.querySelector(`[data-missing="${paper}"]`).hidden = out || ready;
      result.querySelector(`[data-ready="${paper}"]`).hidden = !ready;
      if (!out && !ready) missing += 1;
    });
    part("missing-title").hidden = missing === 0;
    part("complete").hidden = missing !== 0;
    part("ready-title").hidden = !result.querySelector("[data-ready]:not([hidden])");
    part("kept").hidden = !keep(store, form);
    document.dispatchEvent(new Event("gocua:useful"));
    result.focus();
  }

  /** The screen first, the address after it. The second tap of a double one must not answer the next paper too. */
  function choose(event) {
    const label = event.target.closest(".pick__label");
    if (!label || (event.key && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    if (event.detail > 1 || event.repeat) return;
    label.querySelector("input").checked = true;
    go(shown + 1);
  }

  function go(number) {
    show(number);
    history.pushState(null, "", `#${number}`);
  }

  const part = (name) => result.querySelector(`[data-part="${name}"]`);
  const named = () => (/^#\d+$/.test(location.hash) ? Number(location.hash.slice(1)) : 0);
  form.querySelectorAll(".pick__label").forEach(makeButton);
  form.addEventListener("click", choose);
  form.addEventListener("keydown", choose);
  addEventListener("popstate", () => /^(#\d+)?$/.test(location.hash) && show(named()));
  root.querySelector("#again").addEventListener("click", (event) => {
    event.preventDefault();
    form.reset();
    forget(store);
    go(0);
  });
  show(read(store) ? asked().length : Math.min(named(), asked().length));
}

/** With one screen at a time an answer is a button, for fingers, keyboards and screen readers alike. */
function makeButton(label) {
  label.tabIndex = 0;
  label.setAttribute("role", "button");
  label.querySelector("input").hidden = true;
}

function drawDots(dots, number, count) {
  dots.textContent = "";
  for (let place = 0; place < count && count <= 12; place += 1) {
    const dot = document.createElement("span");
    dot.className = place < number ? "dot dot--done" : "dot";
    dots.append(dot);
  }
}

function restore(form, kept) {
  Object.entries(kept || {}).forEach(([name, value]) => {
    const field = form.querySelector(`[name="${name}"][value="${value}"]`);
    if (field) field.checked = true;
  });
}

function read(store) {
  try {
    return JSON.parse(localStorage.getItem(store));
  } catch (_) {
    return null;
  }
}

/** @returns {boolean} whether the phone really kept the answers */
function keep(store, form) {
  try {
    const text = JSON.stringify(Object.fromEntries(new FormData(form)));
    localStorage.setItem(store, text);
    return localStorage.getItem(store) === text;
  } catch (_) {
    return false;
  }
}

function forget(store) {
  try {
    localStorage.removeItem(store);
  } catch (_) {
    /* nothing was kept */
  }
}
