// Building elements. Whatever people or bots wrote goes in as text, never as markup.

/** Build an element: `on…` attributes are listeners, true and false set and leave out, children are nodes or text. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

const SVG = "http://www.w3.org/2000/svg";

/** Build a drawn sign of 24 by 24 from the path of its strokes. It says nothing to a screen reader. */
export function icon(path) {
  const strokes = fill(document.createElementNS(SVG, "path"), { d: path }, []);
  const attributes = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  return fill(document.createElementNS(SVG, "svg"), attributes, [strokes]);
}

/** Build a button with a sign and a label for those who do not see it. */
export function iconButton(label, path, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(path));
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on") && value) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
