/** The button "back" goes to where the person came from, if that was a page of ours; else where its link says. */
export default function back(link) {
  link.addEventListener("click", (event) => {
    const came = document.referrer;
    if (came && new URL(came).origin === location.origin && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}
