/** Two sounds that nobody mixes up: one high for "ours", three low for "stop". Made here, so that they need no network. */

const SOUNDS = { good: [[880, 0, 0.18]], bad: [[220, 0, 0.25], [220, 0.35, 0.25], [220, 0.7, 0.4]] };
let context = null;

/** Wake the sound from a press: browsers let nothing sound before one. */
export function wake() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  context = context || new Context();
  context.resume();
}

/** @param {"good"|"bad"} name */
export function tone(name) {
  if (navigator.vibrate) navigator.vibrate(name === "good" ? 80 : [300, 120, 300, 120, 500]);
  if (!context) return;
  SOUNDS[name].forEach(([hertz, after, seconds]) => {
    const [voice, volume] = [context.createOscillator(), context.createGain()];
    voice.type = name === "good" ? "sine" : "square";
    voice.frequency.value = hertz;
    volume.gain.value = 0.2;
    voice.connect(volume).connect(context.destination);
    voice.start(context.currentTime + after);
    voice.stop(context.currentTime + after + seconds);
  });
}
