/* What somebody fills in is kept on the device until the register has it: through a reload and without a network. */

const SENT = "draft-sent";
const WEEKS_KEPT_MS = 14 * 24 * 3600 * 1000;
const RETRY_MS = 5000;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "sought"]);

export function keepDraft(form, grow) {
  const key = `draft ${form.dataset.draft}`;
  const notice = document.getElementById("draft-notice");
  const untouched = JSON.stringify(read(form));
  let sending = false;
  let again;

  function say(words) {
    notice.hidden = !words;
    notice.querySelector("span").textContent = words;
  }

  function keep() {
    const fields = read(form);
    if (JSON.stringify(fields) === untouched) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
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
      window.sessionStorage.setItem(SENT, key);
      form.submit();
      return;
    }
    say(notice.dataset.offline);
    window.clearTimeout(again);
    again = window.setTimeout(send, RETRY_MS);
  }

  const draft = JSON.parse(window.localStorage.getItem(key) ?? "null");
  // After a refusal the page itself has what was filled in last.
  if (draft && !("failed" in form.dataset)) {
    if (Date.now() - draft.at > WEEKS_KEPT_MS) window.localStorage.removeItem(key);
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
    window.localStorage.removeItem(key);
    window.location.reload();
  });
}

/** Forget the draft that was sent; call it on a page that says that it arrived. */
export function forgetSent() {
  const key = window.sessionStorage.getItem(SENT);
  if (!key) return;
  window.localStorage.removeItem(key);
  window.sessionStorage.removeItem(SENT);
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
