/* One part of a form at a time, by the address: the back button goes to the part before. */

export function showParts(form) {
  const parts = [...form.querySelectorAll(".part")];
  const links = [...form.querySelectorAll(".parts a")];
  const failed = links.findIndex((link) => link.classList.contains("has-error"));
  form.classList.add("is-parted");

  function show(moved) {
    const named = parts.findIndex((part) => `#${part.id}` === window.location.hash);
    const at = named >= 0 ? named : Math.max(failed, 0);
    parts.forEach((part, number) => part.classList.toggle("is-shown", number === at));
    links.forEach((link, number) => {
      if (number === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    links[at].scrollIntoView({ block: "nearest", inline: "center" });
    if (moved) parts[at].focus();
    parts[at].dispatchEvent(new CustomEvent("part:shown", { bubbles: true }));
  }

  form.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-next]")) return;
    const next = parts[parts.indexOf(target.closest(".part")) + 1];
    window.location.hash = next.id;
  });
  // A phone's keyboard has Enter as its way on: it must not send a form that is half filled in.
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key !== "Enter" || !target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    if (target.type === "search") target.dispatchEvent(new Event("search", { bubbles: true }));
    else target.closest(".part")?.querySelector("[data-next]")?.click();
  });
  window.addEventListener("hashchange", () => show(true));
  show(false);
}
