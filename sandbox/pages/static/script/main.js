// The page: who has a screen, what the address remembers of it, and the stream that feeds them all.

import { listPeople, showBot, showPerson } from "./api.js";
import { showGuide } from "./guide.js";
import { choosePerson } from "./people.js";
import { Phone } from "./phone.js";
import { nameOf, placeIn } from "./places.js";
import { listen } from "./stream.js";
import { wordsFor } from "./words.js";

const WIDE_ENOUGH_FOR_TWO_PX = 800;
const guide = document.getElementById("guide");
const stage = document.getElementById("phones");
let phones = [];

await openFirst();
listen({
  onEvent: (event) => phones.forEach((phone) => phone.take(event).catch(ignoreLost)),
  onReady: () => {
    setLost(false);
    reloadAll();
  },
  onLost: () => setLost(true),
});

/** Open those whom the address names, where it says; otherwise one person, or two who speak different languages. */
async function openFirst() {
  const named = (new URLSearchParams(location.search).get("people") ?? "").split(",").filter(Boolean);
  const found = (await Promise.all(named.map(whoIsWhere))).filter(Boolean);
  const first = found.length ? found : (await strangers()).map((person) => ({ person }));
  for (const { person, place } of first) addPhone(person, null, place);
  arrange();
}

async function whoIsWhere(text) {
  const [id, place] = text.split("@");
  const person = await showPerson(id).catch(() => null);
  return person && { person, place: placeIn(place) };
}

async function strangers() {
  const people = (await listPeople()).filter((person) => !person.deactivated);
  const first = people[0];
  const second = people.find((person) => person.language_code !== first?.language_code) ?? people[1];
  return [first, innerWidth >= WIDE_ENOUGH_FOR_TWO_PX ? second : null].filter(Boolean);
}

function addPhone(person, replaced = null, place = undefined) {
  const phone = new Phone(person, { onSwap: swap, onClose: close, onGo: arrange }, place);
  if (replaced) {
    phones = phones.map((other) => (other === replaced ? phone : other));
    replaced.element.replaceWith(phone.element);
  } else {
    phones.push(phone);
    stage.append(phone.element);
  }
  return phone;
}

async function swap(phone) {
  const person = await choosePerson(phone.words, openIds());
  if (!person) return;
  const opened = addPhone(person, phone);
  arrange();
  await opened.load();
}

async function add() {
  const person = await choosePerson(pageWords(), openIds());
  if (!person) return;
  const opened = addPhone(person);
  arrange();
  await opened.load();
  opened.element.scrollIntoView({ inline: "end", block: "nearest" });
}

function close(phone) {
  phones = phones.filter((other) => other !== phone);
  phone.element.remove();
  arrange();
}

function openIds() {
  return new Set(phones.map((phone) => phone.person.id));
}

function pageWords() {
  return phones[0]?.words ?? wordsFor(navigator.language);
}

/** Bring the page around the phones in line with who is there. */
async function arrange() {
  const ids = phones.map((phone) => (phone.isInGroup ? `${phone.person.id}@${nameOf(phone.place)}` : phone.person.id)).join(",");
  history.replaceState(null, "", ids ? `?people=${ids}` : location.pathname);
  document.body.dataset.phones = phones.length;
  const words = pageWords();
  document.documentElement.lang = words.locale;
  const bot = await showBot(words.locale.slice(0, 2));
  document.title = words.title(bot.name);
  document.getElementById("title").textContent = document.title;
  showGuide(guide, words, bot.name, add);
}

/** After a break the sandbox may be another one: read everything, and let go of those it does not know. */
async function reloadAll() {
  await Promise.all(phones.map((phone) => phone.load().catch(() => close(phone))));
  if (!phones.length) {
    for (const person of await strangers()) await addPhone(person).load();
    await arrange();
  }
}

/** When the sandbox is gone, the stream says so and all is read again once it is back. Anything else is a mistake here. */
function ignoreLost(error) {
  if (!(error instanceof TypeError)) throw error;
}

function setLost(isLost) {
  document.body.classList.toggle("is-lost", isLost);
  for (const phone of phones) phone.setLost(isLost);
  const line = guide.querySelector(".lost");
  if (line) line.hidden = !isLost;
}
