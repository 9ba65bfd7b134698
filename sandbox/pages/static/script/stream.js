// One stream of events for the whole page: a browser allows six connections to one address, and a page may show many people.

/** Call `onEvent` with everything that happens, `onReady` at each (re)connection, `onLost` when the sandbox is gone. */
export function listen({ onEvent, onReady, onLost }) {
  const source = new EventSource("/sandbox/events");
  source.addEventListener("error", onLost);
  source.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    if (event.kind === "ready") onReady();
    else if (event.kind !== "call") onEvent(event);
  });
}
