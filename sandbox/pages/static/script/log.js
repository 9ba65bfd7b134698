// The chat as it scrolls by: bubbles in order, days between them, the newest in sight.

import { h, icon } from "./dom.js";
import { dayOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { bubbleOf } from "./message.js";

const NEAR_PX = 80; // so close to the end one wants to see what comes

/** The messages of one person's chat, kept by id and shown. */
export class ChatLog {
  constructor(person, words, doing) {
    Object.assign(this, { person, words, doing });
    this.messages = new Map();
    this.items = new Map(); // key of a bubble: its element
    this.list = h("ol", { class: "messages" });
    this.newest = h("button", { type: "button", class: "newest", hidden: true, "aria-label": words.newest, onclick: () => this.toNewest() }, icon(ICONS.down));
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "log", "aria-live": "polite", "aria-label": words.messages }, this.list);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element = h("div", { class: "log" }, this.scroller, this.newest);
    this.wasNear = true;
    this.lastTop = 0;
    this.#stayAtNewest();
  }

  /** Show exactly these messages. */
  replaceAll(messages) {
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.#renderAll();
    this.toNewest();
  }

  /** Add a message, or show its new version. */
  put(message) {
    const isNew = !this.messages.has(message.message_id);
    const follow = this.wasNear || (isNew && message.view.outgoing);
    const isLast = message.message_id > Math.max(0, ...this.messages.keys());
    this.messages.set(message.message_id, message);
    if (isNew && !isLast) this.#renderAll();
    else this.#renderItem(keyOf(message));
    if (follow) this.toNewest();
    else this.#scrolled();
  }

  remove(ids) {
    for (const id of ids) this.messages.delete(id);
    this.#renderAll();
  }

  setReactions(id, reactions) {
    const message = this.messages.get(id);
    if (message) this.put({ ...message, view: { ...message.view, reactions } });
  }

  /** Bring a message into sight and point at it. */
  show(id) {
    const message = this.messages.get(id);
    const item = message && this.items.get(keyOf(message));
    if (!item) return;
    item.scrollIntoView({ block: "center" });
    item.classList.add("pointed-at");
    item.addEventListener("animationend", () => item.classList.remove("pointed-at"), { once: true });
  }

  toNewest() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#scrolled();
  }

  /** Keep the newest in sight when a picture has loaded, or a keyboard takes its place. */
  #stayAtNewest() {
    const observer = new ResizeObserver(() => this.wasNear && this.toNewest());
    observer.observe(this.scroller);
    observer.observe(this.list);
  }

  /** One leaves the newest only by scrolling up; what grows meanwhile is followed. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.wasNear = true;
    else if (scrollTop < this.lastTop) this.wasNear = false;
    this.lastTop = scrollTop;
    this.newest.hidden = this.wasNear;
  }

  #renderAll() {
    this.items.clear();
    this.list.replaceChildren();
    const sorted = [...this.messages.values()].toSorted((a, b) => a.message_id - b.message_id);
    this.messages = new Map(sorted.map((message) => [message.message_id, message]));
    for (const key of new Set(sorted.map(keyOf))) this.#renderItem(key);
  }

  #renderItem(key) {
    const messages = [...this.messages.values()].filter((message) => keyOf(message) === key);
    const element = bubbleOf(messages, this.person, this.words, this.doing);
    const before = this.items.get(key);
    if (before) before.replaceWith(element);
    else this.#append(element, messages[0]);
    this.items.set(key, element);
  }

  #append(element, message) {
    const day = dayOf(message.date, this.words);
    const shown = [...this.list.querySelectorAll(".day")].at(-1)?.textContent;
    if (day !== shown) this.list.append(h("li", { class: "day" }, day));
    this.list.append(element);
  }
}

const keyOf = (message) => (message.media_group_id ? `album ${message.media_group_id}` : `message ${message.message_id}`);
