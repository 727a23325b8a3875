export async function send(payload: unknown): Promise<unknown> {
  return payload;
}
export async function sendBulk(payload: unknown): Promise<unknown> {
  return payload;
}
