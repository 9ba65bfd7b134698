// The control API: what a person can do, one function for each thing.

/** The sandbox says that this cannot be done; the message is its words. */
export class Refused extends Error {}

/** How the bot presents itself in a language. */
export const showBot = (language) => ask("GET", `/bot?language=${encodeURIComponent(language)}`);
export const listPeople = async () => (await ask("GET", "/users")).users;
export const createPerson = (fields) => ask("POST", "/users", fields);
export const showPerson = (user) => ask("GET", `/users/${user}`);
export const listChats = async (user) => (await ask("GET", `/users/${user}/chats`)).chats;
export const listGroups = async () => (await ask("GET", "/groups")).groups;
export const showChat = (at) => ask("GET", chatPath(at));
export const listMessages = async (at) => (await ask("GET", `${chatPath(at)}/messages?limit=500`)).messages;
export const pressStart = (user, payload) => ask("POST", `/users/${user}/chats/bot/start`, payload ? { payload } : {});
export const pressKey = (user, fields) => ask("POST", `/users/${user}/chats/bot/keyboard`, fields);
export const setBlocked = (user, blocked) => ask("POST", `/users/${user}/${blocked ? "block" : "unblock"}`, {});
export const pressButton = (at, message, where) => ask("POST", `${pathOf(at, message)}/press`, where);
export const react = (at, message, emoji) => ask("PUT", `${pathOf(at, message)}/reactions`, { emoji });
export const editMessage = (at, message, changes) => ask("PATCH", pathOf(at, message), changes);

/** Send something, with files if there are any; return the messages that came of it. */
export async function send(at, fields, files = []) {
  const path = `${chatPath(at)}/messages`;
  if (!files.length) return (await ask("POST", path, fields)).messages;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, typeof value === "object" ? JSON.stringify(value) : value);
  for (const file of files) form.append("file", file, file.name);
  return (await ask("POST", path, form)).messages;
}

/** `at` is a person in a chat: {user, chat}, the chat with the bot by its word. */
const chatPath = (at) => `/users/${at.user}/chats/${at.chat}`;
const pathOf = (at, message) => `${chatPath(at)}/messages/${message}`;

async function ask(method, path, body) {
  const response = await fetch(`/sandbox${path}`, { method, ...carrying(body) });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error);
  return answer;
}

function carrying(body) {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}
