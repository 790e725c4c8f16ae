/** The three of some names that look most like another. */
export function mostLike(wanted: string, names: readonly string[]): readonly string[] {
  const near = [...new Set(names)].map((one) => ({ one, away: distance(bare(wanted), bare(one)), spelled: distance(wanted, one) }));
  near.sort((a, b) => a.away - b.away || a.spelled - b.spelled);
  const spellings = new Map([...near].reverse().map(({ one }) => [bare(one), one]));
  return near.flatMap(({ one }) => (spellings.get(bare(one)) === one ? [one] : [])).slice(0, 3);
}

/** A name without what differs between ways of writing it. */
function bare(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** The edit distance of two texts: how many letters must be put in, left out or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const letter of from) {
    const above = row;
    row = [(above[0] as number) + 1];
    for (let i = 1; i <= to.length; i++)
      row.push(Math.min((above[i] as number) + 1, (row[i - 1] as number) + 1, (above[i - 1] as number) + (to[i - 1] === letter ? 0 : 1)));
  }
  return row[to.length] as number;
}
