// Where somebody is: in their chat with the bot, or in a group, there perhaps in a topic.

import { h } from "./dom.js";

export const WITH_BOT = { chat: "bot", topic: null };

/** Return the place that an address names: "bot", or a group and perhaps a topic, as in "-1001" and "-1001.7". */
export function placeIn(text) {
  const [chat, topic] = (text || "bot").split(".");
  return chat === "bot" ? WITH_BOT : { chat: Number(chat), topic: topic ? Number(topic) : null };
}

export const nameOf = (place) => (place.chat === "bot" ? "bot" : [place.chat, place.topic].filter(Boolean).join("."));

/** Whether a message is in a place. What is in no topic is in the general one. */
export function isHere(place, event, personId) {
  const chat = place.chat === "bot" ? personId : place.chat;
  if (event.chat_id !== chat) return false;
  return !event.message || place.chat === "bot" || (event.message.message_thread_id ?? null) === place.topic;
}

/** Return what lets a person go to another place; empty for who has only the bot. `news` holds the names of places. */
export function placeChooser(words, botName, chats, place, news, onGo) {
  const groups = chats.filter((chat) => chat.type !== "private" && !chat.migrated_to);
  if (!groups.length) return null;
  const option = (where, label) => {
    const name = nameOf(where);
    return h("option", { value: name, selected: name === nameOf(place) }, news.has(name) ? `• ${label}` : label);
  };
  const options = groups.flatMap((group) => [
    option({ chat: group.id, topic: null }, `${group.title}${group.is_forum ? ` · ${words.general}` : ""}`),
    ...(group.topics ?? []).map((topic) => option({ chat: group.id, topic: topic.id }, `${group.title} · ${topic.name}${topic.closed ? " ✓" : ""}`)),
  ]);
  const select = h("select", { class: "places", "aria-label": words.places, onchange: () => onGo(placeIn(select.value)) }, option(WITH_BOT, botName), ...options);
  return select;
}
