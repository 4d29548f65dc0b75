/** Times of a run, in the unit that suits how long they are. */

const units = [
  { unit: 's', ms: 1_000, decimals: [4, 7] },
  { unit: 'ms', ms: 1, decimals: [1, 4] },
  { unit: 'µs', ms: 1e-3, decimals: [1, 4] },
] as const;

const unitFor = (ms: number) => units.find((one) => ms >= one.ms) ?? units[ms === 0 ? 1 : 2];

function inUnit(ms: number, unitMs: number, decimals: number): string {
  return (ms / unitMs).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** The clock of the run: `175.496 ms`, `3.600000 s`: to the microsecond. */
export function clockTime(ms: number): string {
  const { unit, ms: unitMs } = unitFor(ms);
  return `${inUnit(ms, unitMs, { s: 6, ms: 3, µs: 1 }[unit])} ${unit}`;
}

/** Times below one another: in the unit of the last, with more decimals if different times would read the same. */
export function timesInColumn(timesMs: readonly number[]): { unit: string; texts: string[] } {
  const { unit, ms, decimals } = unitFor(Math.max(0, ...timesMs));
  const [few, many] = decimals;
  const write = (count: number) => timesMs.map((one) => inUnit(one, ms, count));
  const texts = write(few);
  const isClear = texts.every(
    (text, place) => text !== texts[place + 1] || timesMs[place] === timesMs[place + 1],
  );
  return { unit, texts: isClear ? texts : write(many) };
}
