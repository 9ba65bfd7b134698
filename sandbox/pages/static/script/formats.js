// Times, days and sizes, as the person's language writes them.

/** Hours and minutes of a unix time in seconds. */
export const timeOf = (seconds, words) =>
  new Date(seconds * 1000).toLocaleTimeString(words.locale, { hour: "2-digit", minute: "2-digit" });

/** The day of a unix time: today, yesterday, or its date. */
export function dayOf(seconds, words, now = new Date()) {
  const day = new Date(seconds * 1000);
  const daysAgo = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (daysAgo === 0) return words.today;
  if (daysAgo === 1) return words.yesterday;
  return day.toLocaleDateString(words.locale, { day: "numeric", month: "long", year: "numeric" });
}

const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());

/** Minutes and seconds. */
export const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** A size in bytes, in the largest unit that fits. */
export function sizeOf(bytes, words) {
  const [amount, unit] = bytes >= 1e6 ? [bytes / 1e6, "MB"] : bytes >= 1e3 ? [bytes / 1e3, "KB"] : [bytes, "B"];
  return `${amount.toLocaleString(words.locale, { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${unit}`;
}

/** The first letters of a name's first two words. */
export const initialsOf = (name) => name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
