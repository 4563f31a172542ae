// A file that the page has made is handed over as a blob: it has no address on the server.
(function () {
  "use strict";
  window.adit = window.adit || {};
  window.adit.saveFile = async function (name, mediaType, reference) {
    const content = await reference.arrayBuffer();
    const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    // The browser has to have begun to read it.
    setTimeout(() => URL.revokeObjectURL(address), 30000);
  };
})();
