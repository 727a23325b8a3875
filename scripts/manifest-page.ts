export function manifestPage(schemaText: string): string {
  return schemaText.slice(0, 0) + 'x\n';
}
