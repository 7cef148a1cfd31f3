/** Creates an element with properties and children. */
export function createElement(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Adds a list of suggestions to a text field. The arrow keys move the selection, Enter or Tab accepts it, and Escape
 * closes the list.
 * @param list the listbox element
 * @param options.fetchSuggestions resolves to suggestions for the current text: `[{ label, detail, value }]`
 * @param options.onSelect called with the accepted suggestion
 * @param options.delayMs milliseconds between typing and fetching
 * @param options.onFocus whether to fetch suggestions when the field receives focus
 */
export function suggest(field, list, { fetchSuggestions, onSelect, delayMs = 0, onFocus = false }) {
  let suggestions = [];
  let selectedIndex = -1;
  // Incremented by every fetch, selection and blur; responses to earlier fetches are ignored.
  let requestId = 0;
  let timer = 0;

  const close = () => {
    suggestions = [];
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
    setExpanded(field, false);
  };

  const select = (index) => {
    selectedIndex = (index + suggestions.length) % suggestions.length;
    markSelected(field, list, selectedIndex);
  };

  const take = (index) => {
    const suggestion = suggestions[index];
    requestId++;
    close();
    onSelect(suggestion);
  };

  const show = (newSuggestions) => {
    suggestions = newSuggestions;
    if (!suggestions.length) return close();
    const options = suggestions.map((suggestion, i) => createOption(`${list.id}-${i}`, suggestion, () => take(i)));
    list.replaceChildren(...options);
    list.hidden = false;
    setExpanded(field, true);
    select(0);
  };

  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const id = ++requestId;
      const newSuggestions = await fetchSuggestions();
      if (id === requestId) show(newSuggestions);
    }, delayMs);
  };

  field.addEventListener("input", refresh);
  if (onFocus) field.addEventListener("focus", refresh);
  field.addEventListener("blur", () => {
    requestId++;
    close();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) select(selectedIndex + step);
    else if (event.key === "Enter" || event.key === "Tab") take(selectedIndex);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}

/** Tells assistive technology whether the list is open, if the field is a combobox. */
function setExpanded(field, isExpanded) {
  if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", String(isExpanded));
}

/** Marks one option as selected and scrolls it into view. */
function markSelected(field, list, selectedIndex) {
  for (const [i, option] of [...list.children].entries())
    option.setAttribute("aria-selected", String(i === selectedIndex));
  const selected = list.children[selectedIndex];
  selected.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", selected.id);
}

function createOption(id, { label, detail }, onTake) {
  const content = detail ? [label, createElement("span", { className: "small" }, ` ${detail}`)] : [label];
  const onpointerdown = (event) => {
    event.preventDefault();
    onTake();
  };
  return createElement("li", { id, role: "option", onpointerdown }, ...content);
}
