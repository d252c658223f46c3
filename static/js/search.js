/* The field in the head: a list while somebody types, moved through with the arrow keys. Without this it is a form. */
const WAIT_MS = 200;
const form = document.getElementById("site-search");
const field = document.getElementById("site-search-field");
const list = document.getElementById("site-search-list");
let timer = 0;
let asked = null;
let at = -1;

field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", list.id);
close();

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    // The browser would empty the field as well.
    event.preventDefault();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.children.length) {
    event.preventDefault();
    open();
    // One step before the first is the field itself.
    const count = list.children.length + 1;
    choose(((at + 1 + (event.key === "ArrowDown" ? 1 : count - 1)) % count) - 1);
  } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
    event.preventDefault();
    list.children[at].click();
  }
});

form.addEventListener("focusout", ({ relatedTarget }) => {
  if (!form.contains(relatedTarget)) close();
});

/** Fetch what the text may mean; an answer that is overtaken by the next is dropped. */
async function ask() {
  asked?.abort();
  asked = new AbortController();
  const text = field.value.trim();
  if (text.length < 2) {
    list.replaceChildren();
    close();
    return;
  }
  const address = `${form.action}?${new URLSearchParams({ q: text, part: "list" })}`;
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) return;
    list.innerHTML = (await answer.text()).trim();
    if (list.children.length && form.contains(document.activeElement)) open();
    else close();
  } catch (error) {
    // Without a network the form itself says what is wrong once it is sent.
    if (error.name !== "AbortError") close();
  }
}

function open() {
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
  if (at >= list.children.length) choose(-1);
}

function close() {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(-1);
}

function choose(number) {
  at = number;
  [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (at < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }
}
