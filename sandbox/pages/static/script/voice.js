// A voice note that can be played: a button, a picture of its sound, its length.

import { h, icon } from "./dom.js";
import { lengthOf } from "./formats.js";
import { ICONS } from "./icons.js";

const BARS = 30;

/** Return a player for a message's voice note or audio. `notify` shows a line when it cannot be played. */
export function voicePlayer(message, words, notify) {
  const { file } = message.view;
  const bars = Array.from({ length: BARS }, (_, i) => h("i", { class: `bar bar-${heightOf(message.message_id, i)}` }));
  const length = h("small", {}, lengthOf(file.duration ?? 0));
  const button = h("button", { type: "button", class: "play", "aria-label": words.playVoice }, icon(ICONS.play));
  button.addEventListener("click", playing({ file, words, notify, button, bars, length }));
  return h("div", { class: "voice" }, button, h("div", { class: "wave", "aria-hidden": "true" }, ...bars), length);
}

function playing({ file, words, notify, button, bars, length }) {
  let sound = null;
  const show = (isPlaying) => {
    button.setAttribute("aria-label", isPlaying ? words.pauseVoice : words.playVoice);
    button.replaceChildren(icon(isPlaying ? ICONS.pause : ICONS.play));
  };
  const progress = () => {
    const total = Number.isFinite(sound.duration) ? sound.duration : file.duration || 1;
    const done = sound.ended ? 0 : sound.currentTime / total;
    bars.forEach((bar, i) => bar.classList.toggle("done", i < done * BARS));
    length.textContent = lengthOf(sound.currentTime && !sound.ended ? sound.currentTime : total);
  };
  return async () => {
    if (sound === null) {
      sound = new Audio(file.url ?? "");
      for (const [name, isPlaying] of [["play", true], ["pause", false], ["ended", false]]) sound.addEventListener(name, () => show(isPlaying));
      for (const name of ["timeupdate", "ended"]) sound.addEventListener(name, progress);
    }
    if (!sound.paused) return sound.pause();
    return sound.play().catch(() => notify(words.cannotPlay));
  };
}

/** A height from 1 to 6 that looks like speech and stays the same for the same message. */
const heightOf = (id, i) => 1 + Math.floor(Math.abs(Math.sin(id * 1.7 + i * 0.9) + Math.sin(id + i * 2.3)) * 2.9);
