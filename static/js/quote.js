/* The sentence of an area on the clipboard, with its range, date and address. */

const tools = document.getElementById("quote-tools");

// Browsers have a clipboard over https, and on the machine itself.
if (tools && navigator.clipboard) {
  const button = tools.querySelector("button");
  const said = tools.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    // The same words once more are news too.
    said.textContent = "";
    const outcome = await navigator.clipboard.writeText(button.dataset.quotation).then(
      () => "copied",
      () => "refused",
    );
    said.textContent = said.dataset[outcome];
  });
  tools.hidden = false;
}
