/** Entries spread over a whole, the last among them. */
const MOST = 1024;

export function spots(length: number): number[] {
  const count = Math.min(length, MOST);
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 1) * length) / count) - 1);
}
