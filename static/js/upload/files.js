// Files out of a drop, folders included.
const readEntries = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const readFile = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

async function filesOf(entry) {
  if (entry.isFile) return entry.name.startsWith(".") ? [] : [await readFile(entry)];
  const reader = entry.createReader();
  const found = [];
  // A reader gives a hundred entries at a time and an empty list at the end.
  for (let batch = await readEntries(reader); batch.length; batch = await readEntries(reader)) {
    for (const each of batch) found.push(...(await filesOf(each)));
  }
  return found;
}

export async function droppedFiles(transfer) {
  // Entries must be taken at once: after the first await the browser empties the list.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const found = [];
  for (const entry of entries) found.push(...(await filesOf(entry)));
  return found;
}

export function putInto(input, files) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
