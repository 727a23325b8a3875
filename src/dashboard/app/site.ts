/** How this installation calls itself. */
export function siteTitle(): string {
  return document.querySelector('meta[name="skep-title"]')?.getAttribute('content') ?? 'Skep';
}
