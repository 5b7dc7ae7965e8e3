"use strict";
// The page can be read without this: it sorts tables and filters the last. Texts are set as texts, never as markup.
(() => {
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  // A row with what is said below it.
  const recordsOf = (table) => [...table.tBodies[0].rows].filter((row) => !row.matches(".below")).map((row) => ({
    row, parts: row.nextElementSibling?.matches(".below") ? [row, row.nextElementSibling] : [row],
  }));
  const textOf = (cell) => [...cell.childNodes].filter((node) => !node.matches?.(".tail, sup")).map((node) => node.textContent).join("").trim();
  const keyOf = (row, place) => row.cells[place].dataset.key ?? textOf(row.cells[place]);

  const compare = (a, b) => (a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b, "en", { numeric: true }));
  const sort = (table, head, place) => {
    const direction = head.ariaSort === "ascending" ? "descending" : "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction);
    const isEmpty = ({ row }) => keyOf(row, place) === "" || (head.matches(".number") && isNaN(keyOf(row, place)));
    const records = recordsOf(table);
    const filled = records.filter((record) => !isEmpty(record)).sort((a, b) => compare(keyOf(a.row, place), keyOf(b.row, place)));
    if (direction === "descending") filled.reverse();
    table.tBodies[0].append(...[...filled, ...records.filter(isEmpty)].flatMap(({ parts }) => parts));
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      if (!head.textContent) return;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, place));
    });
  }

  const table = document.querySelector("#every table");
  if (!table) return;
  const records = recordsOf(table);
  const field = make("input", { type: "search", id: "find", autocomplete: "off" });
  const count = make("output", {});
  const choices = [...table.tHead.rows[0].cells].flatMap((head, place) => {
    const values = [...new Set(records.map(({ row }) => textOf(row.cells[place])))].filter(Boolean).sort((a, b) => compare(a, b));
    if (values.length < 2 || values.length > 40 || values.length > records.length / 2 || values.some((value) => value.length > 60)) return [];
    const select = make("select", { autocomplete: "off" }, make("option", { value: "" }, "all"), ...values.map((value) => make("option", { value }, value)));
    return [{ select, place, label: make("label", {}, head.textContent, select) }];
  });
  const refresh = () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { row, parts } of records) {
      const text = parts.map((part) => part.textContent).join(" ").toLocaleLowerCase();
      const isLeft = words.every((word) => text.includes(word))
        && choices.every(({ select, place }) => !select.value || textOf(row.cells[place]) === select.value);
      for (const part of parts) part.hidden = !isLeft;
      left += isLeft;
    }
    count.textContent = `${left} of ${records.length} shown`;
  };
  const reset = make("button", { type: "reset" }, "Show all");
  const form = make("form", { className: "controls" }, make("label", {}, "Find", field), ...choices.map(({ label }) => label), reset, count);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(refresh));
  form.addEventListener("input", refresh);
  table.closest(".scroll").before(form);
  refresh();
})();
