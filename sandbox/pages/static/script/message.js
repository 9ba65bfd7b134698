// One bubble: a message, or the messages of one album.

import { h, icon } from "./dom.js";
import { marked } from "./entities.js";
import { timeOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { mediaOf, photo } from "./media.js";

/** Return the element of one item of the chat. `doing` has what can be done: press, command, actions, show, notify. */
export function bubbleOf(messages, person, words, doing) {
  const first = messages[0];
  const { view } = first;
  if (view.kind === "service") return h("li", { class: "service" }, first.pinned_message ? words.pinned : view.service);
  const bare = view.kind === "sticker" && !view.reply;
  const side = view.outgoing ? "outgoing" : "incoming";
  const item = h("li", { class: `message ${side}${bare ? " bare" : ""} kind-${view.kind}`, "data-id": first.message_id });
  item.append(h("div", { class: "row" }, bubble(messages, words, doing), moreButton(first, words, doing)));
  const keyboard = buttonsOf(first, doing);
  if (keyboard) item.append(keyboard);
  const reactions = reactionsOf(messages, person, words, doing);
  if (reactions) item.append(reactions);
  item.querySelector(".bubble").addEventListener("click", (event) => isPlainTap(event) && doing.actions(first, item));
  return item;
}

/** Whether a finger taps the bubble itself: not a button in it. A mouse selects words here, and has the dots beside it. */
const isPlainTap = (event) => event.pointerType === "touch" && !event.target.closest("a, button, video");

function bubble(messages, words, doing) {
  const first = messages[0];
  const { view } = first;
  const isNamed = doing.isInGroup() && !view.outgoing;
  const who = h("span", { class: isNamed ? "who" : "unseen" }, view.outgoing ? words.you : view.sender.name);
  const forwarded = view.forwarded_from ? h("div", { class: "forwarded" }, words.forwarded(view.forwarded_from)) : null;
  const media = messages.length > 1 ? [albumOf(messages, words, doing)] : mediaOf(first, words, doing.notify);
  const spoken = messages.find((message) => textOf(message)) ?? first;
  return h("div", { class: "bubble" }, who, forwarded, quoteOf(first, words, doing), ...media, wordsOf(spoken, doing), meta(first, words));
}

/** Return a message's words: its text or its caption. */
export const textOf = (message) => message.text ?? message.caption ?? "";

function wordsOf(message, doing) {
  if (!textOf(message)) return null;
  const entities = message.entities ?? message.caption_entities ?? [];
  return h("div", { class: "words", dir: "auto" }, ...marked(textOf(message), entities, doing.command));
}

function albumOf(messages, words, doing) {
  const show = (message) => (message.view.kind === "photo" ? [photo(message.view.file, words)] : mediaOf(message, words, doing.notify));
  return h("div", { class: `album album-${Math.min(messages.length, 4)}` }, ...messages.flatMap(show));
}

function quoteOf(message, words, doing) {
  const { reply } = message.view;
  if (!reply) return null;
  const original = message.reply_to_message ?? {};
  const quoted = message.quote?.text ?? textOf(original).slice(0, 120);
  const inside = [h("strong", {}, reply.sender), h("span", {}, quoted || kindOf(original, words))];
  return h("button", { type: "button", class: "quote", onclick: () => doing.show(reply.message_id) }, ...inside);
}

/** Return in one word what a message is that has no words. */
export const kindOf = (message, words) => words.kinds[Object.keys(words.kinds).find((kind) => kind in message) ?? "text"];

function meta(message, words) {
  const { outgoing } = message.view;
  const edited = message.edit_date && outgoing ? `${words.edited} ` : "";
  const sent = outgoing ? h("span", { class: "sent", role: "img", "aria-label": words.sent }, icon(ICONS.check)) : null;
  return h("div", { class: "meta" }, edited, h("time", {}, timeOf(message.date, words)), sent);
}

function moreButton(message, words, doing) {
  const label = words.actions;
  const open = (event) => doing.actions(message, event.currentTarget.closest(".message"));
  return h("button", { type: "button", class: "more", "aria-label": label, title: label, onmousedown: keepSelection, onclick: open }, icon(ICONS.menu));
}

/** Pressing a button would clear the words that are selected for a quote. */
const keepSelection = (event) => event.preventDefault();

function buttonsOf(message, doing) {
  const rows = message.view.buttons;
  if (!rows.length) return null;
  return h("div", { class: "inline-keyboard" }, ...rows.map((row) => h("div", {}, ...row.map((button) => inlineButton(message, button, doing)))));
}

function inlineButton(message, button, doing) {
  if (button.kind !== "url") {
    return h("button", { type: "button", onclick: (event) => doing.press(message, button, event.currentTarget) }, button.text);
  }
  return h("button", { type: "button", onclick: () => doing.open(button.url) }, button.text, icon(ICONS.open));
}

function reactionsOf(messages, person, words, doing) {
  const given = messages.flatMap((message) => message.view.reactions.map((reaction) => ({ ...reaction, message })));
  if (!given.length) return null;
  const chip = ({ emoji, user_id: by, message }) => {
    const own = by === person.id;
    const take = own ? () => doing.react(message, []) : () => doing.react(message, [emoji]);
    return h("button", { type: "button", class: own ? "own" : "", "aria-label": words.reactWith(emoji), "aria-pressed": String(own), onclick: take }, emoji);
  };
  return h("div", { class: "reactions" }, ...given.map(chip));
}
