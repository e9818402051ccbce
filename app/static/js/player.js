/** One sound at a time for the whole page: a second press stops it, leaving the screen stops it. */

let sound = null;
let lit = null;

/** Stop whatever speaks, and put its light out. */
export function stop() {
  if (sound) {
    sound.pause();
    sound.onended = sound.onerror = null;
  }
  if (lit) lit.classList.remove("is-speaking");
  sound = lit = null;
}

/** @returns {boolean} whether something speaks now */
export function speaking() {
  return sound !== null;
}

/** @param {string} address of the MP3; beside it lies the same sound as Opus, for phones that can play that */
export function clip(address) {
  const audio = new Audio();
  audio.src = audio.canPlayType('audio/ogg; codecs="opus"') ? address.replace(/mp3$/, "opus") : address;
  return audio;
}

/**
 * Play the clip of a loudspeaker and light its part of the page.
 * @param {HTMLAnchorElement} loudspeaker `href` is the MP3; or `voice` makes what behaves like an Audio
 * @returns {Promise<boolean>} true when it was heard to the end; false when it was stopped or could not play
 */
export function play(loudspeaker) {
  stop();
  const audio = loudspeaker.voice ? loudspeaker.voice() : clip(loudspeaker.href);
  sound = audio;
  lit = loudspeaker.parentElement;
  lit.classList.add("is-speaking");
  return new Promise((resolve) => {
    const end = (heard) => {
      if (sound === audio) stop();
      resolve(heard);
    };
    audio.onended = () => end(true);
    audio.onerror = () => end(false);
    audio.onpause = () => sound !== audio && resolve(false);
    audio.play().catch(() => end(false));
  });
}

addEventListener("pagehide", stop);
