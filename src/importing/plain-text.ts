/** Stands for what YAML cannot have. */
export const STAND_IN = '\ufffd';

/** A text in which nothing is an expression: in a manifest `${` begins one. */
export function plainText(text: string): string {
  return yamlText(text).replaceAll('${', () => '$${');
}

/** Without control characters and halves of surrogate pairs, which YAML cannot have. */
export function yamlText(text: string): string {
  return text.replaceAll(/(?![\t\n\r\u0085])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, STAND_IN);
}
