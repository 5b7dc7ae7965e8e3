"use strict";
// Comfort only: the choices of the form work without it. Texts are set as texts, never as markup.
(() => {
  const form = document.querySelector(".controls");
  if (!form) return;
  const views = [...document.querySelectorAll(".view")];
  const order = document.getElementById("o");
  const parts = (row) => (row.nextElementSibling?.matches(".below") ? [row, row.nextElementSibling] : [row]);
  const isShown = (element) => element.getClientRects().length > 0;

  const field = document.createElement("input");
  field.type = "search";
  field.id = "find";
  field.autocomplete = "off";
  const label = document.createElement("label");
  label.htmlFor = field.id;
  label.textContent = "Find in the rows";
  const place = document.createElement("p");
  place.append(label, " ", field);
  form.prepend(place);

  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  form.after(told);

  const rows = [...document.querySelectorAll(".view .row")].map((row) => {
    const heading = row.parentElement.querySelector('[scope="rowgroup"]')?.textContent ?? "";
    const text = [heading, ...parts(row).map((part) => part.textContent)].join(" ").toLocaleLowerCase();
    return { row, text, parts: parts(row) };
  });

  // First everything is set, then everything is measured, then headings without a row are put away: a page is laid out once.
  const refresh = () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const { text, parts } of rows) {
      const isLeft = words.every((word) => text.includes(word));
      for (const part of parts) if (part.hidden === isLeft) part.hidden = !isLeft;
    }
    for (const body of document.querySelectorAll("tbody.empty")) body.classList.remove("empty");
    const left = new Set(rows.filter(({ row }) => isShown(row)).map(({ row }) => row.parentElement));
    const view = views.find((view) => isShown(view));
    const empty = [];
    let isUnder = false;
    for (const body of [...view.querySelectorAll("tbody")].reverse()) {
      const isTitle = body.matches(".title");
      if (isTitle ? !isUnder : !left.has(body)) empty.push(body);
      isUnder = !isTitle && (isUnder || left.has(body));
    }
    const count = rows.filter(({ row }) => isShown(row)).length;
    told.textContent = count === 1 ? "1 row shown" : `${count} rows shown`;
    for (const body of empty) body.classList.add("empty");
  };

  const turn = (view, head) => {
    const body = view.querySelector("tbody");
    const all = [...body.querySelectorAll(".row")];
    const keyed = all.filter((row) => !row.hasAttribute("data-last")).reverse();
    body.append(...[...keyed, ...all.filter((row) => row.hasAttribute("data-last"))].flatMap(parts));
    head.setAttribute("aria-sort", head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending");
  };

  // The heads of the columns that an order is written out for; each leads to that order, and turns it round once there.
  const places = views.slice(1).map((view) => [...view.querySelectorAll("thead tr > *")].findIndex((head) => head.hasAttribute("aria-sort")));
  for (const view of views) {
    const heads = [...view.querySelectorAll("thead tr > *")];
    places.forEach((place, number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heads[place].childNodes);
      heads[place].append(button);
      button.addEventListener("click", () => {
        const sorted = views[number + 1];
        const head = sorted.querySelectorAll("thead tr > *")[place];
        if (view === sorted) turn(sorted, head);
        order.selectedIndex = number + 1;
        refresh();
        head.querySelector("button").focus();
      });
    });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", refresh);
  form.addEventListener("reset", () => setTimeout(refresh));
  field.addEventListener("input", refresh);
})();
