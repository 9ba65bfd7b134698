// Choosing who is on a screen: somebody who is there, or somebody new.

import { createPerson, listGroups, listPeople } from "./api.js";
import { h, iconButton } from "./dom.js";
import { initialsOf } from "./formats.js";
import { ICONS } from "./icons.js";
import { wordsFor } from "./words.js";

/** Let somebody be chosen; resolve to a person, or to null. `open` holds the ids of those who have a screen. */
export async function choosePerson(words, open) {
  const dialog = document.getElementById("people");
  const [everybody, groups] = await Promise.all([listPeople(), listGroups()]);
  const groupsOf = (person) => groups.filter((group) => group.members.includes(person.id) && !group.migrated_to).map((group) => group.title);
  const people = everybody.filter((person) => !person.deactivated).map((person) => ({ ...person, groups: groupsOf(person) }));
  return new Promise((resolve) => {
    const done = (person) => {
      resolve(person);
      dialog.close();
    };
    dialog.replaceChildren(...content(words, people, open, done));
    dialog.lang = words.locale;
    dialog.setAttribute("aria-label", words.choosePerson);
    dialog.addEventListener("close", () => resolve(null), { once: true });
    dialog.addEventListener("click", (event) => event.target === dialog && done(null), { once: true });
    dialog.showModal();
  });
}

function content(words, people, open, done) {
  return [
    h("header", {}, h("h2", {}, words.choosePerson), iconButton(words.close, ICONS.close, () => done(null))),
    h("p", {}, words.everybodyFictional),
    h("ul", {}, ...people.map((person) => h("li", {}, personButton(person, words, open.has(person.id), done)))),
    newPersonForm(words, done),
  ];
}

function personButton(person, words, isOpen, done) {
  const about = [wordsFor(person.language_code).language, ...person.groups, isOpen ? words.isOpen : null].filter(Boolean).join(" · ");
  return h("button", { type: "button", class: "person", disabled: isOpen, onclick: () => done(person) },
    h("span", { class: "avatar" }, initialsOf(person.name)), h("span", { class: "lines" }, h("strong", {}, person.name), h("small", {}, about)));
}

function newPersonForm(words, done) {
  const name = h("input", { type: "text", required: true, maxlength: "60", autocomplete: "off", placeholder: "Dewi Demo" });
  const language = h("select", {}, h("option", { value: "id" }, "Bahasa Indonesia"), h("option", { value: "en" }, "English"));
  const submit = async (event) => {
    event.preventDefault();
    if (name.value.trim()) done(await createPerson({ name: name.value.trim(), language_code: language.value }));
  };
  return h("form", { onsubmit: submit }, h("h3", {}, words.newPerson),
    h("div", { class: "fields" }, h("label", {}, words.name, name), h("label", {}, words.personLanguage, language)),
    h("button", { type: "submit", class: "primary" }, words.create));
}
