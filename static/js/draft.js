/* What somebody fills in is kept on the device until the register has it: through a reload and without a network. */

const WEEKS_KEPT_MS = 14 * 24 * 3600 * 1000;
const RETRY_MS = 5000;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "sought"]);

/** The device's own storage; one that is full or forbidden keeps no drafts, and stops nothing. */
const store = {
  read: (key) => tried(() => window.localStorage.getItem(key)) ?? null,
  write: (key, text) => tried(() => window.localStorage.setItem(key, text)),
  remove: (key) => tried(() => window.localStorage.removeItem(key)),
};

function tried(act) {
  try {
    return act();
  } catch (error) {
    console.info("no draft is kept:", error.name);
    return null;
  }
}

export function keepDraft(form, grow) {
  const key = `draft ${form.dataset.draft}`;
  const notice = document.getElementById("draft-notice");
  const untouched = JSON.stringify(read(form));
  let sending = false;
  let again;

  function say(words) {
    notice.hidden = !words;
    notice.querySelector("span").textContent = words;
    if (words) notice.scrollIntoView({ block: "center" });
  }

  function keep() {
    const fields = read(form);
    if (JSON.stringify(fields) === untouched) store.remove(key);
    else store.write(key, JSON.stringify({ at: Date.now(), fields }));
  }

  async function send() {
    if (sending) return;
    sending = true;
    keep();
    // The browser's own page for a lost network would take the place of the form.
    const reached = await fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store" }).then(
      () => true,
      () => false,
    );
    sending = false;
    if (reached) {
      form.submit();
      return;
    }
    say(notice.dataset.offline);
    window.clearTimeout(again);
    again = window.setTimeout(send, RETRY_MS);
  }

  const draft = JSON.parse(store.read(key) ?? "null");
  // After a refusal the page itself has what was filled in last.
  if (draft && !("failed" in form.dataset)) {
    if (Date.now() - draft.at > WEEKS_KEPT_MS) store.remove(key);
    else if (JSON.stringify(draft.fields) !== untouched) {
      fill(form, draft.fields, grow);
      say(notice.dataset.back);
    }
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => again && send());
  document.getElementById("draft-drop").addEventListener("click", () => {
    store.remove(key);
    window.location.reload();
  });
}

/** Forget the drafts that the page says have arrived. */
export function forgetArrived() {
  for (const { dataset } of document.querySelectorAll("[data-arrived]")) store.remove(`draft ${dataset.arrived}`);
}

/** Forget all drafts: the next person on this device is somebody else. */
export function forgetAll() {
  tried(() => {
    for (const key of Object.keys(window.localStorage)) if (key.startsWith("draft ")) store.remove(key);
  });
}

function read(form) {
  return [...new FormData(form)].filter(([name, value]) => !NEVER_KEPT.has(name) && typeof value === "string");
}

function fill(form, fields, grow) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, [count]] of values) if (name.endsWith("-TOTAL_FORMS")) grow(name.slice(0, -"-TOTAL_FORMS".length), Number(count));
  for (const control of form.elements) {
    if (!control.name || NEVER_KEPT.has(control.name)) continue;
    const kept = values.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") control.checked = kept.includes(control.value);
    else if (kept.length) control.value = kept[0];
  }
}
