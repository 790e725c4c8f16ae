/** A call timed on its own, by short samples. */
import { spread } from "./measure.js";

type Run = (calls: number) => unknown;

/** Milliseconds of a sample. */
const SAMPLE = 0.3;
const LEAST_SAMPLES = 3;
const MOST_SAMPLES = 15;
/** Milliseconds of a call from which on two samples are enough. */
const LONG = 20;

/** The number of calls in a sample, and the milliseconds of one. */
export function calibrate(run: Run): { readonly calls: number; readonly perCall: number } {
  run(1);
  for (let calls = 1; ; ) {
    const perCall = sample(run, calls);
    if (calls * perCall >= SAMPLE / 2) return { calls: Math.max(1, Math.round(SAMPLE / perCall)), perCall };
    calls *= 2;
  }
}

/** Milliseconds of a call. */
export function sample(run: Run, calls: number): number {
  const from = performance.now();
  run(calls);
  return (performance.now() - from) / calls;
}

/** Milliseconds of a call, the median of the samples that so many milliseconds have room for. */
export function typical(run: Run, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  const { calls, perCall } = calibrate(run);
  const samples: number[] = perCall > LONG ? [perCall] : [];
  const least = perCall > LONG ? 2 : LEAST_SAMPLES;
  while (samples.length < least || (samples.length < MOST_SAMPLES && performance.now() < end)) samples.push(sample(run, calls));
  return spread([samples]).median;
}
