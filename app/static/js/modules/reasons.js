/** The return's form: whatever has a reason stands out. */
export default function reasons(form) {
  const show = (select) => select.classList.toggle("is-marked", Boolean(select.value));
  form.querySelectorAll("select").forEach(show);
  form.addEventListener("change", ({ target }) => target.matches("select") && show(target));
}
