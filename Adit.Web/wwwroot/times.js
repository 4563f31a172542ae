// <adit-time datetime="…" kind="relative|clock">: the server knows no time zone, the browser does. One timer for the whole
// page keeps relative times true, so that an idle page costs the server nothing.
(function () {
  "use strict";
  const shown = new Set();
  const two = (number) => String(number).padStart(2, "0");

  function exact(date) {
    const day = date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate());
    return day + " " + clock(date);
  }

  function clock(date) {
    return two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds());
  }

  function relative(date) {
    const seconds = Math.round((Date.now() - date.getTime()) / 1000);
    if (seconds < -90) {
      const minutes = Math.round(-seconds / 60);
      return minutes < 60 ? "in " + minutes + " min" : exact(date).slice(0, 16);
    }
    if (seconds < -5) { return "in " + -seconds + " s"; }
    if (seconds < 5) { return "just now"; }
    if (seconds < 60) { return seconds + " s ago"; }
    if (seconds < 3600) { return Math.floor(seconds / 60) + " min ago"; }
    if (seconds < 86400) { return Math.floor(seconds / 3600) + " h ago"; }
    const days = Math.floor(seconds / 86400);
    if (days === 1) { return "yesterday"; }
    return days < 7 ? days + " days ago" : exact(date).slice(0, 10);
  }

  class AditTime extends HTMLElement {
    static observedAttributes = ["datetime"];
    connectedCallback() { shown.add(this); this.show(); }
    disconnectedCallback() { shown.delete(this); }
    attributeChangedCallback() { if (this.isConnected) { this.show(); } }
    show() {
      const date = new Date(this.getAttribute("datetime"));
      if (isNaN(date)) { this.textContent = ""; return; }
      const text = this.getAttribute("kind") === "clock" ? clock(date) : relative(date);
      if (this.textContent !== text) { this.textContent = text; }
      this.title = exact(date);
    }
  }

  customElements.define("adit-time", AditTime);
  setInterval(() => { if (document.visibilityState === "visible") { shown.forEach((one) => one.show()); } }, 5000);
  document.addEventListener("visibilitychange", () => shown.forEach((one) => one.show()));
})();
