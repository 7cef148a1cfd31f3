/** A new element with properties, and what stands in it. */
export function made(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/**
 * A list of choices under a field: arrows go through it, Enter or Tab takes one, Escape closes it.
 * @param look gives what is offered for what is typed: [{label, detail, value}]
 */
export function suggest(field, list, { look, choose, wait = 0, whenEmpty = false }) {
  let offered = [];
  let at = -1;
  let asked = 0;
  let timer = 0;

  const close = () => {
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
    if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", "false");
  };

  const mark = (index) => {
    at = (index + offered.length) % offered.length;
    for (const [i, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(i === at));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const take = (index) => {
    const chosen = offered[index];
    asked++;
    close();
    choose(chosen);
  };

  const show = (choices) => {
    offered = choices;
    if (!choices.length) return close();
    const options = choices.map(({ label, detail }, i) => {
      const words = detail ? [label, made("span", { className: "small" }, ` ${detail}`)] : [label];
      const onpointerdown = (event) => {
        event.preventDefault();
        take(i);
      };
      return made("li", { id: `${list.id}-${i}`, role: "option", onpointerdown }, ...words);
    });
    list.replaceChildren(...options);
    list.hidden = false;
    if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", "true");
    mark(0);
  };

  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = ++asked;
      const choices = await look();
      if (turn === asked) show(choices);
    }, wait);
  };

  field.addEventListener("input", ask);
  if (whenEmpty) field.addEventListener("focus", ask);
  field.addEventListener("blur", () => close(asked++));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(at + step);
    else if (event.key === "Enter" || event.key === "Tab") take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}
