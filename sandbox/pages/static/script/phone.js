// One phone: one person in one chat, that with the bot or a group's, kept up to date by events.

import { openActions } from "./actions.js";
import * as api from "./api.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { initialsOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { ChatLog } from "./log.js";
import { isHere, nameOf, placeChooser, WITH_BOT } from "./places.js";
import { choice, heading, openSheet } from "./sheet.js";
import { wordsFor } from "./words.js";

const TOAST_MS = 4000;
const TYPING_MS = 5000;
const PRESS_MS = 10_000; // so long a pressed button waits for the bot's answer

/** A phone of `person`, in a place. `around` has onSwap, onClose and onGo, called with this phone. */
export class Phone {
  constructor(person, around, place = WITH_BOT) {
    this.person = person;
    this.around = around;
    this.place = place;
    this.news = new Set(); // names of places with messages that were not seen
    this.words = wordsFor(person.language_code);
    this.chat = null;
    this.isKeyboardShown = true;
    this.#build(around);
  }

  get at() {
    return { user: this.person.id, chat: this.place.chat };
  }

  get isInGroup() {
    return this.place.chat !== "bot";
  }

  /** Read everything anew from the sandbox. */
  async load() {
    const { id, language_code: language } = this.person;
    const { at, place } = this;
    const known = new Set(this.log.messages.keys());
    const [bot, chats, chat, all] = await Promise.all([api.showBot(language ?? ""), api.listChats(id), api.showChat(at), api.listMessages(at)]);
    if (place !== this.place) return; // gone elsewhere meanwhile
    const messages = all.filter((message) => isHere(place, { chat_id: message.chat.id, message }, id));
    const arrivedMeanwhile = [...this.log.messages.values()].filter((message) => !known.has(message.message_id));
    this.chats = chats;
    this.#showBot(bot);
    this.log.replaceAll([...messages, ...arrivedMeanwhile]);
    this.#showChat(chat);
  }

  /** Go to another place. */
  async go(place) {
    this.place = place;
    this.news.delete(nameOf(place));
    this.log.replaceAll([]);
    this.around.onGo(this);
    await this.load();
  }

  /** Take in an event of the stream. */
  async take(event) {
    if (event.kind === "bot") return this.#showBot(await api.showBot(this.person.language_code ?? ""));
    if (event.kind === "chat") return this.#chatChanged(event);
    if (!isHere(this.place, event, this.person.id)) return this.#noteNews(event);
    if (event.kind === "chat_action") return this.#showTyping();
    if (event.kind === "callback_answer") return this.#showAnswer(event);
    if (event.kind === "message") this.#arrived(event.message);
    if (event.kind === "edit") this.log.put(event.message);
    if (event.kind === "delete") this.log.remove(event.message_ids);
    if (event.kind === "reactions") this.log.setReactions(event.message_id, event.reactions);
    return undefined;
  }

  async #chatChanged(event) {
    this.chats = await api.listChats(this.person.id);
    this.#showPlaces();
    if (isHere(this.place, event, this.person.id)) this.#showChat(await api.showChat(this.at));
  }

  /** Mark a place that has something new. */
  #noteNews(event) {
    if (event.kind !== "message" || event.message.view.outgoing) return;
    const chat = event.chat_id === this.person.id ? "bot" : event.chat_id;
    this.news.add(nameOf({ chat, topic: event.message.message_thread_id ?? null }));
    this.#showPlaces();
  }

  #showPlaces() {
    const chooser = placeChooser(this.words, this.bot?.name ?? "", this.chats ?? [], this.place, this.news, (place) => this.#try(() => this.go(place)));
    this.places.replaceChildren(...(chooser ? [chooser] : []));
  }

  /** Show a short line over the chat. */
  notify(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.hidden = true; }, TOAST_MS);
  }

  #build(around) {
    const { words, person } = this;
    this.botAvatar = h("span", { class: "avatar bot" });
    this.title = h("h2", {});
    this.status = h("p", {});
    this.toast = h("p", { class: "toast", role: "status", hidden: true });
    this.welcome = h("div", { class: "welcome" });
    this.foot = h("div", { class: "foot" });
    this.keyboard = h("div", { class: "reply-keyboard", role: "group", "aria-label": words.keyboard });
    this.log = new ChatLog(person, words, this.#doingWithMessages());
    this.screen = h("div", { class: "screen" },
      h("header", {}, this.botAvatar, h("div", {}, this.title, this.status), iconButton(words.menu, ICONS.menu, () => this.#openMenu(), { class: "icon-button dots" })),
      this.log.element, this.toast, this.foot);
    this.composer = new Composer(words, this.screen, {
      send: (fields, files) => this.#try(async () => this.#putAll(await api.send(this.at, this.#placed(fields), files))),
      edit: (message, text) => this.#try(() => api.editMessage(this.at, message.message_id, "text" in message ? { text } : { caption: text })),
      notify: (text) => this.notify(text),
      toggleKeyboard: () => this.#toggleKeyboard(),
    });
    this.places = h("div", { class: "place-bar" });
    this.element = h("section", { class: "phone", lang: words.locale, "aria-label": words.screenOf(person.name), "data-person": person.id },
      personBar(person, words, () => around.onSwap(this), () => around.onClose(this)), this.places, this.screen);
  }

  #placed(fields) {
    return this.place.topic ? { ...fields, topic: this.place.topic } : fields;
  }

  #doingWithMessages() {
    const doing = {
      isInGroup: () => this.isInGroup,
      press: (message, button, element) => this.#press(message, button, element),
      command: (text) => this.#try(() => api.send(this.at, this.#placed({ kind: "text", text }))),
      open: (url) => this.#openLink(url),
      react: (message, emoji) => this.#try(() => api.react(this.at, message.message_id, emoji)),
      reply: (message, quote) => this.composer.replyTo(message, quote),
      edit: (message) => this.composer.edit(message),
      show: (messageId) => this.log.show(messageId),
      notify: (text) => this.notify(text),
      actions: (message, item) => openActions({ screen: this.screen, words: this.words, message, item, doing }),
    };
    return doing;
  }

  /** Do something that the sandbox may refuse; tell the person if it does. Returns whether it was done. */
  async #try(action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.notify(error instanceof api.Refused ? error.message : this.words.failed);
      return false;
    }
  }

  #putAll(messages) {
    for (const message of messages) if (!this.log.messages.has(message.message_id)) this.#arrived(message);
  }

  #arrived(message) {
    const isNew = !this.log.messages.has(message.message_id);
    this.log.put(message);
    if (!message.view.outgoing) this.#showStatus();
    if (isNew && this.chat && !this.chat.started) this.#showChat({ ...this.chat, started: true });
  }

  #showBot(bot) {
    this.bot = bot;
    this.title.textContent = bot.name;
    this.#showPlaces();
    this.botAvatar.textContent = initialsOf(bot.name);
    this.composer.commands = bot.commands;
    const about = bot.description || bot.short_description;
    this.welcome.replaceChildren(
      ...(about ? [h("strong", {}, this.words.whatCanItDo), h("p", {}, about)] : []), h("p", { class: "hint" }, this.words.tryShort));
    this.#showStatus();
  }

  /** Say in the header whether the sandbox is there. */
  setLost(isLost) {
    this.isLost = isLost;
    this.#showStatus();
  }

  #showStatus() {
    clearTimeout(this.typingTimer);
    this.status.textContent = this.isLost ? this.words.connecting : this.isInGroup ? this.words.group : this.chat?.blocked ? this.words.blocked : this.words.bot;
    this.status.classList.remove("typing");
  }

  #showTyping() {
    this.#showStatus();
    this.status.textContent = this.words.typing;
    this.status.classList.add("typing");
    this.typingTimer = setTimeout(() => this.#showStatus(), TYPING_MS);
  }

  #showChat(chat) {
    this.chat = chat;
    if (this.isInGroup) this.title.textContent = (chat.topics ?? []).find((topic) => topic.id === this.place.topic)?.name ?? chat.title;
    this.#showStatus();
    const isFresh = !this.isInGroup && !chat.started && this.log.messages.size === 0;
    if (isFresh) this.log.list.replaceChildren(h("li", { class: "welcome-item" }, this.welcome));
    else this.welcome.parentElement?.remove();
    const bar = (text, action) => h("button", { type: "button", class: "primary wide", onclick: () => this.#try(action) }, text);
    if (chat.blocked) this.#setFoot(bar(this.words.unblock, () => api.setBlocked(this.person.id, false)));
    else if (isFresh) this.#setFoot(bar(this.words.start, async () => this.#putAll((await api.pressStart(this.person.id)).messages)));
    else this.#setFoot(this.composer.element, this.keyboard);
    this.composer.setPlaceholder(chat.placeholder ?? chat.reply_keyboard?.input_field_placeholder);
    this.#showKeyboard();
  }

  #setFoot(...nodes) {
    if (this.foot.firstChild !== nodes[0]) this.foot.replaceChildren(...nodes);
  }

  #showKeyboard() {
    const rows = this.chat.reply_keyboard?.keyboard ?? [];
    this.composer.keys.hidden = !rows.length;
    this.keyboard.hidden = !rows.length || !this.isKeyboardShown;
    const key = (button) => h("button", { type: "button", onclick: () => this.#try(async () => this.#putAll((await api.pressKey(this.person.id, { text: button.text })).messages)) },
      button.request_contact ? icon(ICONS.person) : null, button.request_location ? icon(ICONS.place) : null, button.text);
    this.keyboard.replaceChildren(...rows.map((row) => h("div", {}, ...row.map(key))));
  }

  #toggleKeyboard() {
    this.isKeyboardShown = !this.isKeyboardShown;
    this.#showKeyboard();
  }

  async #press(message, button, element) {
    element.classList.add("waiting");
    setTimeout(() => element.classList.remove("waiting"), PRESS_MS);
    const where = { row: button.row, column: button.column };
    const isDone = await this.#try(() => api.pressButton(this.at, message.message_id, where));
    if (!isDone) element.classList.remove("waiting");
  }

  #showAnswer(answer) {
    for (const waiting of this.screen.querySelectorAll(`[data-id="${answer.message_id}"] .waiting`)) waiting.classList.remove("waiting");
    if (answer.url) this.#openLink(answer.url);
    if (!answer.text) return;
    if (answer.show_alert) openSheet(this.screen, answer.text, h("p", { class: "alert" }, answer.text), h("div", { class: "choices" }, choice("OK", null, () => {})));
    else this.notify(answer.text);
  }

  /** A link to this bot's own start is followed here; any other is shown with its address before it opens. */
  #openLink(url) {
    const payload = startPayloadOf(url, this.bot.username);
    if (payload !== null) return this.#try(() => api.pressStart(this.person.id, payload));
    if (!/^https?:/i.test(url)) return this.notify(url);
    const link = h("a", { class: "choice", href: url, target: "_blank", rel: "noopener noreferrer" }, icon(ICONS.open), h("span", {}, url));
    return openSheet(this.screen, this.words.opens, heading(this.words.opens), h("div", { class: "choices" }, link, choice(this.words.cancel, ICONS.close, () => {})));
  }

  #openMenu() {
    const { words, person, chat } = this;
    const blocking = chat.blocked
      ? choice(words.unblock, ICONS.block, () => this.#try(() => api.setBlocked(person.id, false)))
      : choice(words.block, ICONS.block, () => this.#try(() => api.setBlocked(person.id, true)));
    openSheet(this.screen, words.menu, heading(this.bot.name), h("p", { class: "about" }, this.bot.short_description || words.tryShort),
      h("div", { class: "choices" }, choice(words.restart, ICONS.restart, () => this.#try(() => api.pressStart(person.id))), blocking));
  }
}

function startPayloadOf(url, username) {
  const found = /^https?:\/\/t\.me\/(\w+)\/?(?:\?start=([\w-]*))?$/i.exec(url);
  return found && found[1].toLowerCase() === username.toLowerCase() ? found[2] ?? "" : null;
}

function personBar(person, words, onSwap, onClose) {
  const label = words.switchPerson(person.name);
  return h("div", { class: "person-bar" },
    h("button", { type: "button", class: "person", "aria-label": label, title: label, onclick: onSwap },
      h("span", { class: "avatar" }, initialsOf(person.name)),
      h("span", { class: "lines" }, h("strong", {}, person.name), h("small", {}, words.language)), icon(ICONS.swap)),
    iconButton(words.closeScreen, ICONS.close, onClose, { class: "icon-button close-screen" }));
}
