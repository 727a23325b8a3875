/** The name of a gate as the scripts have it: as it stands in the record, so that no name has a line break. */
export function gateText(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

export function gateNamed(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}
