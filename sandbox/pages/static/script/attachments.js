// What can be attached: one's own files, and ready samples of everything.

import { h } from "./dom.js";
import { ICONS } from "./icons.js";
import { choice, heading, openSheet } from "./sheet.js";

const SAMPLES = "/sandbox/pages/samples";
const PHOTOS = ["paket.jpg", "struk.jpg", "kopi.jpg"];
const STICKERS = ["👍", "❤️", "😊", "😂", "🙏", "☕", "🎉", "😢", "😡", "🤔"];
const PLACES = [["Jakarta, Monas", -6.1754, 106.8272], ["Bandung, Gedung Sate", -6.9025, 107.6187], ["Denpasar, Puputan", -8.6567, 115.2164]];
const SAMPLE_VOICE_S = 4;

/** Open the attachments menu of a phone: `screen`, its `words`, and `send(fields, files)`. */
export function openAttachments({ screen, words, send }) {
  const pick = (accept, kind, many) => () => pickFiles(accept, many, (files) => askCaption({ screen, words, send }, kind, files));
  openSheet(screen, words.attach, h("div", { class: "choices two" },
    choice(words.photo, ICONS.photo, pick("image/*", "photo", true)),
    choice(words.photoSample, ICONS.photo, async () => askCaption({ screen, words, send }, "photo", [await sample(PHOTOS[0])])),
    choice(words.albumSample, ICONS.album, async () => askCaption({ screen, words, send }, "photo", await Promise.all(PHOTOS.map(sample)))),
    choice(words.voiceSample, ICONS.mic, () => sendSampleVoice(send)),
    choice(words.file, ICONS.file, pick("", "document", false)),
    choice(words.fileSample, ICONS.file, async () => send({ kind: "document" }, [await sample("faktur.pdf")])),
    choice(words.largeFile, ICONS.file, () => send({ kind: "document", file_name: "video-unboxing.zip", mime_type: "application/zip", size: 25_000_000 })),
    choice(words.sticker, ICONS.sticker, () => chooseSticker({ screen, words, send })),
    choice(words.ownContact, ICONS.person, () => send({ kind: "contact" })),
    choice(words.otherContact, ICONS.person, () => askContact({ screen, words, send })),
    choice(words.place, ICONS.place, () => choosePlace({ screen, words, send })),
  ));
}

/** Send the voice note that comes with the pages. */
export async function sendSampleVoice(send) {
  return send({ kind: "voice", duration: SAMPLE_VOICE_S }, [await sample("suara.ogg")]);
}

async function sample(name) {
  const blob = await (await fetch(`${SAMPLES}/${name}`)).blob();
  return new File([blob], name, { type: blob.type });
}

function pickFiles(accept, multiple, onFiles) {
  const input = h("input", { type: "file", accept, multiple, hidden: true });
  input.addEventListener("change", () => {
    if (input.files.length) onFiles([...input.files]);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

function askCaption({ screen, words, send }, kind, files) {
  const caption = h("input", { type: "text", placeholder: words.caption, "aria-label": words.caption, maxlength: "1024" });
  const previews = files.filter((file) => file.type.startsWith("image/")).slice(0, 10).map(preview);
  const fields = () => ({ kind: files.length > 1 ? "album" : kind, ...(caption.value.trim() ? { caption: caption.value.trim() } : {}) });
  const form = sheetForm(words, () => send(fields(), files.slice(0, 10)), h("div", { class: "previews" }, ...previews), caption);
  openSheet(screen, words[files.length > 1 ? "album" : kind === "photo" ? "photo" : "file"], form);
  caption.focus();
}

function preview(file) {
  const url = URL.createObjectURL(file);
  return h("img", { src: url, alt: file.name, onload: () => URL.revokeObjectURL(url) });
}

function sheetForm(words, onSubmit, ...content) {
  const buttons = h("div", { class: "form-buttons" },
    h("button", { type: "button", class: "plain", onclick: (event) => event.currentTarget.closest(".sheet-layer").close() }, words.cancel),
    h("button", { type: "submit", class: "primary" }, words.send));
  const submit = (event) => {
    event.preventDefault();
    event.currentTarget.closest(".sheet-layer").close();
    onSubmit();
  };
  return h("form", { class: "sheet-form", onsubmit: submit }, ...content, buttons);
}

function chooseSticker({ screen, words, send }) {
  const one = (emoji) => choice(emoji, null, () => send({ kind: "sticker", emoji }));
  openSheet(screen, words.chooseSticker, heading(words.chooseSticker), h("div", { class: "stickers" }, ...STICKERS.map(one)));
}

function choosePlace({ screen, words, send }) {
  const one = ([name, latitude, longitude]) => choice(name, ICONS.place, () => send({ kind: "location", latitude, longitude }));
  openSheet(screen, words.choosePlace, heading(words.choosePlace), h("div", { class: "choices" }, ...PLACES.map(one)));
}

const labelled = (text, input) => h("label", {}, text, input);

function askContact({ screen, words, send }) {
  const name = h("input", { type: "text", value: "Rani Demo", required: true, autocomplete: "off" });
  const number = h("input", { type: "tel", value: "+6281200000009", required: true, autocomplete: "off" });
  const fields = () => ({ kind: "contact", first_name: name.value.trim(), phone_number: number.value.trim() });
  openSheet(screen, words.otherContact, heading(words.otherContact),
    sheetForm(words, () => send(fields()), labelled(words.name, name), labelled(words.phone, number)));
}
