// Arrow keys move between the rows of tables that ask for it; Enter and the space bar stay with the focused control.
(function () {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const body = event.target.closest('table[data-keyboard="rows"] tbody');
    const row = event.target.closest("tr");
    if (!body || !row || event.target.matches("input:not([type=checkbox]), select, textarea")) {
      return;
    }
    const rows = Array.from(body.rows);
    const at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const target = rows[to] && rows[to].querySelector("input[type=checkbox], a[href], button");
    if (target) {
      event.preventDefault();
      target.focus();
      target.scrollIntoView({ block: "nearest" });
    }
  });
})();
