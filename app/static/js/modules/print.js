/** A button that prints the page, where the browser can print. */
export default function printButton(holder) {
  if (typeof print !== "function") return;
  holder.hidden = false;
  holder.querySelector("button").addEventListener("click", () => print());
}
