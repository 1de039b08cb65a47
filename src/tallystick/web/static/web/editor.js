"use strict";
// A finding names its line; pressing the name selects that line in the text.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-line]");
  const area = document.getElementById("text");
  if (!button || !area) return;
  const wanted = Number(button.dataset.line);
  const lines = area.value.split("\n");
  const start = lines.slice(0, wanted - 1).reduce((sum, line) => sum + line.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[wanted - 1] || "").length);
  const height = area.scrollHeight / lines.length;
  area.scrollTop = Math.max(0, (wanted - 4) * height);
});
