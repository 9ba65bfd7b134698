// What one can do with a message: react, reply, quote, edit.

import { h } from "./dom.js";
import { ICONS } from "./icons.js";
import { textOf } from "./message.js";
import { choice, openSheet } from "./sheet.js";

const REACTIONS = ["👍", "❤", "🙏", "😢", "😡", "👎"];

/** Open the actions of a message; `doing` has react, reply and edit. Words selected in the bubble become the quote. */
export function openActions({ screen, words, message, item, doing }) {
  const quote = selectedIn(item, message);
  const own = message.view.outgoing && textOf(message) && !message.forward_origin;
  const emoji = (sign) => {
    const button = choice(sign, null, () => doing.react(message, [sign]));
    button.setAttribute("aria-label", words.reactWith(sign));
    return button;
  };
  openSheet(screen, words.actions, h("div", { class: "reaction-row" }, ...REACTIONS.map(emoji)), h("div", { class: "choices" },
    choice(quote ? words.replyQuote : words.reply, ICONS.reply, () => doing.reply(message, quote)),
    own ? choice(words.edit, ICONS.edit, () => doing.edit(message)) : null));
}

function selectedIn(item, message) {
  const selection = getSelection();
  const selected = selection.toString().trim();
  const within = selection.rangeCount > 0 && item.querySelector(".words")?.contains(selection.getRangeAt(0).commonAncestorContainer);
  return within && selected && textOf(message).includes(selected) ? selected : "";
}
