/** A text without what people leave out when they type: case, accents, ligatures, which apostrophe it is, spaces in a row. */
export function fold(text: string): string {
  const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/’/g, "'").replace(/\s+/g, " ");
}
