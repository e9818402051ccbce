/** "Try it first": the same form about invented people. What would be typed is there already; nothing is kept, nothing is sent. */
import { inputs } from "./answers.js";
import { beside } from "./beside.js";

const NAMES = ["Nguyễn Thị Thử", "Trần Văn Tập", "Lê Thị Mẫu"];
const ID = "001190000017";
const SAMPLES = {
  phone: () => ["0900000000"],
  date: () => ["2", "9", "1990"],
  citizen_id: () => [ID],
  text: (one) => [one.dataset.kind === "email" ? "thu@xa.vn" : "Ghi thử"],
  number: (one) => [one.dataset.kind === "year" ? "1990" : "2"],
  person_name: (_, number) => [NAMES[number % NAMES.length]],
};

/** Fill in, mark the page, and begin. */
export function practise(form, begin) {
  let number = 0;
  form.querySelectorAll(".question").forEach((one) => {
    const sample = SAMPLES[one.dataset.type];
    if (!sample) return;
    const values = sample(one, number);
    if (one.dataset.type === "person_name") number += 1;
    inputs(one).filter(({ type }) => type !== "radio").forEach((field, at) => { field.value = values[at] || ""; });
  });
  document.getElementById("wizard-practice").hidden = false;
  begin("");
}

/** The end of it: nothing was sent, and the real one is a tap away. */
export function practised() {
  document.getElementById("wizard-count").textContent = "";
  beside("tried");
}
