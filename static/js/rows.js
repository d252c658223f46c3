/* Rows of a list: another one on demand, and the rarer fields behind a button. */

/** Make the buttons work; returns `grow(prefix, count)`, which adds rows until there are so many. */
export function addRows(form) {
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-add], [data-more]");
    if (!button) return;
    if (button.matches("[data-more]")) {
      const row = button.closest(".row");
      row.classList.add("is-open");
      row.querySelector(".row-more :is(input, select)")?.focus();
    } else {
      const row = append(button.closest("[data-rows]"));
      row.querySelector("input:not([type=hidden]), select").focus();
    }
  });
  return (prefix, count) => {
    const rows = form.querySelector(`[data-rows="${prefix}"]`);
    while (rows && Number(total(rows).value) < count) append(rows);
  };
}

function total(rows) {
  return rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
}

function append(rows) {
  const template = rows.querySelector("template");
  const number = total(rows).value;
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number);
  const row = holder.firstElementChild;
  template.before(row);
  total(rows).value = Number(number) + 1;
  return row;
}
