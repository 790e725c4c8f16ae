/** The error of a float32 result in units in the last place of the exact value, which a float64 of hillock's stands for. */
export function errorInUlp(got: number, exact: number): number {
  if (Object.is(got, exact) || (Number.isNaN(got) && Number.isNaN(exact)) || got === Math.fround(exact)) {
    if (!Number.isFinite(exact) || got === exact) return 0;
  }
  if (!Number.isFinite(got) || !Number.isFinite(exact)) return got === Math.fround(exact) ? 0 : Infinity;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact) || 2 ** -149)));
  return Math.abs(got - exact) / 2 ** (exponent - 23);
}
