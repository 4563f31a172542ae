// Shows in our own words what happens while the connection to the server is lost, and comes back to the same page.
(function () {
  "use strict";
  const dialog = document.getElementById("components-reconnect-modal");
  if (!dialog) {
    return;
  }

  function show(state) {
    dialog.dataset.state = state;
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("components-reconnect-state-changed", async (event) => {
    switch (event.detail.state) {
      case "show":
        show("retrying");
        break;
      case "hide":
        dialog.close();
        break;
      case "failed":
        show("failed");
        document.addEventListener("visibilitychange", retryWhenVisible);
        break;
      case "rejected":
        location.reload();
        break;
    }
  });

  async function retry() {
    document.removeEventListener("visibilitychange", retryWhenVisible);
    show("retrying");
    try {
      // reconnect() answers false when the server is there again but no longer knows this page.
      const connected = await Blazor.reconnect();
      if (!connected) {
        const resumed = await Blazor.resumeCircuit();
        if (!resumed) {
          location.reload();
        } else {
          dialog.close();
        }
      }
    } catch {
      show("failed");
      document.addEventListener("visibilitychange", retryWhenVisible);
    }
  }

  async function retryWhenVisible() {
    if (document.visibilityState === "visible") {
      await retry();
    }
  }

  document.getElementById("reconnect-now").addEventListener("click", retry);
  document.getElementById("reconnect-reload").addEventListener("click", () => location.reload());
})();
