export default function ping(): string {
  return 'pong';
}
