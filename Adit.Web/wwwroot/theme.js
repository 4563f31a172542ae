// Runs before the first paint: the chosen theme is in a cookie, so neither the boot screen nor the pages flash.
(function () {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    const found = document.cookie.match(/(?:^|; )adit-theme=(light|dark|system)/);
    return found ? found[1] : "system";
  }

  function remember(name, value) {
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax";
  }

  function apply() {
    const choice = chosen();
    const scheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.dataset.theme = scheme;
    remember("adit-scheme", scheme);
    return scheme;
  }

  dark.addEventListener("change", apply);
  apply();

  window.adit = window.adit || {};
  window.adit.chooseTheme = function (choice) {
    remember("adit-theme", choice);
    return apply() === "dark";
  };
  window.adit.copyText = function (text) {
    return navigator.clipboard.writeText(text);
  };
  window.adit.focusMain = function () {
    const main = document.getElementById("main");
    if (main) {
      main.focus();
    }
  };
})();
