// The foot of a phone: the text field, what it replies to or edits, commands, attachments, voice notes.

import { openAttachments, sendSampleVoice } from "./attachments.js";
import { h, icon, iconButton } from "./dom.js";
import { lengthOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { kindOf, textOf } from "./message.js";
import { startRecording } from "./recorder.js";

/** Writes for one person. `doing` has send(fields, files), edit(message, text), notify(text); `screen` is where sheets rise. */
export class Composer {
  constructor(words, screen, doing) {
    Object.assign(this, { words, screen, doing });
    this.commands = [];
    this.about = null; // what the next message replies to or edits: {message, quote} or {message, editing}
    this.field = h("textarea", { rows: "1", placeholder: words.write, "aria-label": words.write, maxlength: "20000", autocomplete: "off" });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.slash = h("button", { type: "button", class: "icon-button slash", "aria-label": words.commands, title: words.commands, onclick: () => this.#toggleCommands() }, "/");
    this.keys = iconButton(words.keyboard, ICONS.keyboard, () => doing.toggleKeyboard(), { hidden: true });
    this.send = h("button", { type: "submit", class: "icon-button send", "aria-label": words.sendMessage, title: words.sendMessage, hidden: true }, icon(ICONS.send));
    this.mic = iconButton(words.record, ICONS.mic, () => this.#record());
    this.clip = iconButton(words.attach, ICONS.attach, () => openAttachments({ screen, words, send: (fields, files) => this.#submit(fields, files) }));
    this.context = h("div", { class: "context", hidden: true });
    this.suggestions = h("div", { class: "suggestions", hidden: true, role: "group", "aria-label": words.commands });
    this.suggestions.addEventListener("keydown", (event) => this.#keyInSuggestions(event));
    this.row = h("div", { class: "row" }, this.clip, this.field, this.keys, this.slash, this.mic, this.send);
    const submit = (event) => {
      event.preventDefault();
      this.#sendText();
    };
    this.element = h("form", { class: "composer", onsubmit: submit }, this.suggestions, this.context, this.row);
  }

  /** Make the next message a reply, with a quote of the message's words if there is one. */
  replyTo(message, quote) {
    this.#setAbout({ message, quote }, this.words.replyTo(message.view.outgoing ? this.words.you : message.view.sender.name), quote);
  }

  /** Put a message's words into the field to change them. */
  edit(message) {
    this.#setAbout({ message, editing: true }, this.words.editing, "");
    this.field.value = textOf(message);
    this.#typed();
  }

  setPlaceholder(text) {
    this.field.placeholder = text || this.words.write;
  }

  #setAbout(about, title, quote) {
    this.about = about;
    const shown = quote || textOf(about.message).slice(0, 120) || kindOf(about.message, this.words);
    this.context.replaceChildren(icon(about.editing ? ICONS.edit : ICONS.reply),
      h("span", { class: "lines" }, h("strong", {}, title), h("span", {}, shown)),
      iconButton(this.words.cancel, ICONS.close, () => this.#forgetAbout()));
    this.context.hidden = false;
    this.field.focus();
  }

  #forgetAbout() {
    if (this.about?.editing) this.field.value = "";
    this.about = null;
    this.context.hidden = true;
    this.#typed();
  }

  #typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    const hasWords = this.field.value.trim() !== "";
    this.send.hidden = !hasWords;
    this.mic.hidden = hasWords;
    this.#suggest();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#sendText();
    } else if (event.key === "ArrowUp" && !this.suggestions.hidden) {
      event.preventDefault();
      this.suggestions.lastElementChild.focus();
    } else if (event.key === "Escape") {
      this.suggestions.hidden = true;
      this.#forgetAbout();
    }
  }

  /** Arrows go through the commands, and back down to the field; Escape goes there at once. */
  #keyInSuggestions(event) {
    const { activeElement } = document;
    const next = { ArrowUp: activeElement.previousElementSibling ?? activeElement, ArrowDown: activeElement.nextElementSibling ?? this.field, Escape: this.field }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #toggleCommands() {
    this.field.value = this.field.value.startsWith("/") ? "" : "/";
    this.#typed();
    this.field.focus();
  }

  #suggest() {
    const typed = this.field.value;
    const fitting = /^\/\w*$/.test(typed) ? this.commands.filter(({ command }) => `/${command}`.startsWith(typed)) : [];
    const nothing = typed === "/" && !this.commands.length ? [h("p", {}, this.words.noCommands)] : [];
    const one = ({ command, description }) => h("button", { type: "button", onclick: () => this.#sendCommand(command) }, h("strong", {}, `/${command}`), h("span", {}, description));
    this.suggestions.replaceChildren(...fitting.map(one), ...nothing);
    this.suggestions.hidden = !this.suggestions.childElementCount;
  }

  #sendCommand(command) {
    this.field.value = `/${command}`;
    this.#sendText();
  }

  async #sendText() {
    const text = this.field.value.trim();
    if (!text) return;
    const { about } = this;
    const isDone = about?.editing ? await this.doing.edit(about.message, text) : await this.#submit({ kind: "text", text });
    if (!isDone) return;
    this.field.value = "";
    this.#forgetAbout();
  }

  async #submit(fields, files) {
    const { about } = this;
    const reply = about && !about.editing ? { reply_to: about.message.message_id, ...(about.quote ? { quote: about.quote } : {}) } : {};
    const isSent = await this.doing.send({ ...fields, ...reply }, files);
    if (isSent && about && !about.editing) this.#forgetAbout();
    return isSent;
  }

  async #record() {
    try {
      this.#showRecording(await startRecording());
    } catch {
      this.doing.notify(this.words.noMicrophone);
      await sendSampleVoice((fields, files) => this.#submit(fields, files));
    }
  }

  #showRecording(recording) {
    const clock = h("span", { class: "recording", role: "timer" }, `${this.words.recording} 0:00`);
    const ticking = setInterval(() => { clock.textContent = `${this.words.recording} ${lengthOf(recording.seconds())}`; }, 250);
    const end = async () => {
      clearInterval(ticking);
      bar.replaceWith(this.row);
      return recording.stop();
    };
    const finish = async () => {
      const { file, duration } = await end();
      await this.#submit({ kind: "voice", duration }, [file]);
    };
    const bar = h("div", { class: "row" }, iconButton(this.words.cancel, ICONS.close, end), clock,
      iconButton(this.words.sendVoice, ICONS.send, finish, { class: "icon-button send" }));
    this.row.replaceWith(bar);
    bar.querySelector(".send").focus();
  }
}
