/** The files of what is pasted. Office programs add a picture of the text to the text: that is left out. */
export function pastedFiles({ types, files }: DataTransfer): readonly File[] {
  const isText = types.includes('text/plain') && types.includes('text/html');
  return isText ? [] : [...files];
}
