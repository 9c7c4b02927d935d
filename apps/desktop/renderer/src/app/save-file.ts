interface TextFile {
  name: string;
  /** Such as `text/csv`. */
  type: string;
  parts: string[];
}

/** Hands a text to the person as a file. */
export function saveFile({ name, type, parts }: TextFile): void {
  const address = URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
