// The words beside the phones: what this is, and what one may try.

import { h, icon } from "./dom.js";
import { ICONS } from "./icons.js";

/** Fill the guide in a language. `onAdd` opens another screen. */
export function showGuide(element, words, botName, onAdd) {
  element.lang = words.locale;
  element.setAttribute("aria-label", words.guideTitle);
  element.replaceChildren(
    h("div", { class: "intro" }, h("h2", {}, words.guideTitle), h("p", {}, words.guideLine(botName))),
    h("div", { class: "tries" }, h("h3", {}, words.tryTitle), h("ul", {}, ...words.tries.map((line) => h("li", {}, line)))),
    h("p", { class: "lost", role: "status", hidden: true }, words.lost),
    h("button", { type: "button", class: "primary add", onclick: onAdd }, icon(ICONS.plus), words.addScreen),
  );
}
