// Sends a form with files and tells how far it is. Resolves with the finished request; rejects without an answer.
export function send(form, name, files, onProgress) {
  const body = new FormData(form);
  body.delete(name);
  for (const file of files) body.append(name, file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error("no answer")));
    request.send(body);
  });
}

// What the server's page says was wrong, in its own words.
export function reasonIn(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const words = page.querySelector(".field-error, .form-error, .toast p, [role=alert]");
  return words?.textContent.trim() || "The files could not be taken. Try fewer at once.";
}
