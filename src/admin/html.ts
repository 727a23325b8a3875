/** @returns a text as it stands in a page, whatever is in it */
export function escaped(plain: string): string {
  return plain.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
