// Recording a voice note with the browser's microphone.

const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

/** Start recording. Rejects where there is no microphone or no leave to use it. */
export async function startRecording() {
  if (!navigator.mediaDevices || !window.MediaRecorder) throw new DOMException("no microphone", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: FORMATS.find((format) => MediaRecorder.isTypeSupported(format)) });
  const chunks = [];
  recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  const startedAt = performance.now();
  recorder.start();
  const seconds = () => (performance.now() - startedAt) / 1000;
  return { seconds, stop: () => stopped(recorder, stream, chunks, seconds()) };
}

/** Resolve to the recorded file and its length in whole seconds, at least one. */
function stopped(recorder, stream, chunks, seconds) {
  return new Promise((resolve) => {
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const type = recorder.mimeType.split(";")[0];
      const file = new File(chunks, `voice.${type.split("/")[1]}`, { type });
      resolve({ file, duration: Math.max(1, Math.round(seconds)) });
    });
    recorder.stop();
  });
}
