/** A text in which nothing is an expression: in a manifest `${` begins one. */
export function plainText(text: string): string {
  return text.replaceAll('${', () => '$${');
}
