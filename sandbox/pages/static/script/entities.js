// Text with Telegram's marks, built from its entities. Offsets are in UTF-16 units, as JavaScript counts too.

import { h } from "./dom.js";

const SAFE_LINK = /^(https?|mailto|tel|tg):/i;
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]); // stand on lines of their own, without a line break

/** Return nodes for a text. `onCommand` is called with a bot's command that is clicked. */
export function marked(text, entities = [], onCommand = null) {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted, onCommand);
}

function between(text, start, end, entities, onCommand) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || stop <= entity.offset) continue;
    const inside = entities.slice(i + 1).filter((other) => other.offset < stop);
    const isBlock = BLOCKS.has(entity.type);
    const before = text.slice(at, entity.offset);
    nodes.push(isBlock ? before.replace(/\n$/, "") : before);
    nodes.push(wrapped(entity, text.slice(entity.offset, stop), between(text, entity.offset, stop, inside, onCommand), onCommand));
    at = isBlock && stop < end && text[stop] === "\n" ? stop + 1 : stop;
  }
  nodes.push(text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

function wrapped(entity, words, children, onCommand) {
  if (entity.type in TAGS) return h(TAGS[entity.type], {}, ...children);
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type === "bot_command" && onCommand) {
    return h("button", { type: "button", class: "link", onclick: () => onCommand(words) }, ...children);
  }
  const href = addressOf(entity, words);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children) : h("span", {}, ...children);
}

function addressOf(entity, words) {
  const wanted = {
    text_link: entity.url,
    url: /^[a-z][a-z+.-]*:/i.test(words) ? words : `https://${words}`,
    email: `mailto:${words}`,
    phone_number: `tel:${words.replace(/[^+\d]/g, "")}`,
  }[entity.type];
  return wanted && SAFE_LINK.test(wanted) ? wanted : null;
}

const reveal = (event) => event.currentTarget.classList.add("revealed");

function spoiler(children) {
  return h("button", { type: "button", class: "spoiler", onclick: reveal }, ...children);
}
