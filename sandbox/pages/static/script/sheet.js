// A sheet that rises from the foot of one phone: menus, choices, small forms.

import { h, icon } from "./dom.js";

/** Open a sheet over a phone's screen, and close the one that was open. Escape and a tap beside it close it. */
export function openSheet(screen, label, ...content) {
  screen.querySelector(".sheet-layer")?.close();
  const cameFrom = document.activeElement;
  const sheet = h("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": label }, ...content);
  const layer = h("div", { class: "sheet-layer" }, sheet);
  layer.close = () => {
    layer.remove();
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  };
  layer.addEventListener("click", (event) => event.target === layer && layer.close());
  layer.addEventListener("keydown", (event) => handleKey(event, layer));
  screen.append(layer);
  sheet.querySelector("input, button")?.focus({ preventScroll: true });
  return layer;
}

function handleKey(event, layer) {
  if (event.key === "Escape") layer.close();
  if (event.key !== "Tab") return;
  const stops = [...layer.querySelectorAll("button, input, select")];
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

/** Return a choice of a sheet; taking it closes the sheet first. */
export function choice(text, path, onclick) {
  const take = (event) => {
    event.currentTarget.closest(".sheet-layer").close();
    onclick();
  };
  return h("button", { type: "button", class: "choice", onclick: take }, path ? icon(path) : null, h("span", {}, text));
}

/** Return the heading of a sheet. */
export const heading = (text) => h("h3", {}, text);
