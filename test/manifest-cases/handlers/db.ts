export function open(): object {
  return {};
}

export function close(): void {
  // Nothing to give back.
}
