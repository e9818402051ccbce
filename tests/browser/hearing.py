"""Ears for tests: what a page plays is written down, and is over at once."""

HEARD = """(() => {
  window.heard = [];
  window.Audio = class extends EventTarget {
    canPlayType() { return ""; }
    pause() { clearTimeout(this.timer); setTimeout(() => this.onpause && this.onpause()); }
    play() {
      window.heard.push(this.src);
      this.timer = setTimeout(() => this.onended && this.onended(), window.slow ? 60000 : 20);
      return Promise.resolve();
    }
  };
})();"""

VOICE = """(() => {
  window.spoken = [];
  const voice = { lang: "vi-VN", name: "own" };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const own = {
    getVoices: () => [{ lang: "en-US" }, voice],
    addEventListener: () => undefined,
    cancel: () => undefined,
    speak(words) {
      window.spoken.push(words.text);
      setTimeout(() => words.onend && words.onend(), 20);
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: own });
})();"""
