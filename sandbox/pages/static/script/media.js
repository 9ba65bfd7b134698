// What a message shows besides its words: pictures, sound, files, places, contacts.

import { h, icon } from "./dom.js";
import { initialsOf, sizeOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { voicePlayer } from "./voice.js";

const WIDEST_PX = 300;
const TALLEST_PX = 320; // a tall picture is narrower, so that its place is known before it has loaded

/** Return the nodes that show a message's content, without its words. */
export function mediaOf(message, words, notify) {
  const { kind, file } = message.view;
  if (kind === "photo") return [photo(file, words)];
  if (kind === "voice" || kind === "audio") return [voicePlayer(message, words, notify)];
  if (kind === "video" || kind === "video_note" || kind === "animation") return [video(kind, file, words)];
  if (kind === "document") return [documentCard(file, words)];
  if (kind === "sticker") return [h("div", { class: "sticker", role: "img", "aria-label": words.kinds.sticker }, message.sticker.emoji ?? "🙂")];
  if (kind === "location") return [placeCard(message.location, words)];
  if (kind === "contact") return [contactCard(message.contact)];
  return [];
}

/** Return a photo that opens large when it is pressed. */
export function photo(file, words) {
  const sized = { width: file.width, height: file.height };
  const image = h("img", { src: file.url, alt: words.kinds.photo, ...sized });
  image.style.width = `${Math.round(Math.min(file.width, WIDEST_PX, (TALLEST_PX * file.width) / file.height))}px`;
  return h("button", { type: "button", class: "photo", "aria-label": words.viewPhoto, onclick: () => enlarge(file.url, words) }, image);
}

function enlarge(url, words) {
  const viewer = document.getElementById("viewer");
  const close = h("button", { type: "button", class: "icon-button", "aria-label": words.close, onclick: () => viewer.close() }, icon(ICONS.close));
  viewer.replaceChildren(close, h("img", { src: url, alt: words.kinds.photo, onclick: () => viewer.close() }));
  viewer.showModal();
}

function video(kind, file, words) {
  const isMoving = file.url && file.size > 2048;
  const label = words.kinds[kind];
  if (!isMoving) return h("div", { class: `video ${kind}` }, icon(ICONS.play), h("span", {}, label));
  return h("video", { class: `video ${kind}`, src: file.url, controls: true, preload: "metadata", "aria-label": label });
}

function documentCard(file, words) {
  const about = file.url ? sizeOf(file.size, words) : `${sizeOf(file.size, words)}, ${words.tooLarge}`;
  const inside = [h("span", { class: "card-icon" }, icon(ICONS.file)), lines(file.name, about)];
  if (!file.url) return h("div", { class: "card" }, ...inside);
  return h("a", { class: "card", href: file.url, download: file.name, "aria-label": words.download(file.name) }, ...inside);
}

function placeCard(place, words) {
  const coordinates = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return h("div", { class: "place" }, h("div", { class: "map" }, icon(ICONS.place)), lines(words.kinds.location, coordinates));
}

function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "card" }, h("span", { class: "avatar" }, initialsOf(name)), lines(name, contact.phone_number));
}

const lines = (first, second) => h("span", { class: "lines" }, h("strong", {}, first), h("small", {}, second));
