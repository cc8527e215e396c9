/** Has the browser save a text as a file. */
export function saveFile(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  follow(url, name);
  // Some browsers begin to read it only now.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** Has the browser download what a link says is to be downloaded; the page stays. */
export function download(url: string): void {
  follow(url);
}

function follow(url: string, name?: string): void {
  const link = document.createElement('a');
  link.href = url;
  if (name !== undefined) link.download = name;
  link.click();
}
