/** Interleaved runs A B A B …, each timed by the other's side, so that a machine whose speed drifts does not favour one. */
export interface Pair {
  a: number[];
  b: number[];
}

export async function interleaved(runs: number, a: () => Promise<number>, b: () => Promise<number>): Promise<Pair> {
  const pair: Pair = { a: [], b: [] };
  for (let i = 0; i < runs; i += 1) {
    pair.a.push(await a());
    pair.b.push(await b());
  }
  return pair;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export async function millis(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const range = (values: readonly number[]) => `${round(median(values))} [${round(Math.min(...values))}–${round(Math.max(...values))}]`;

export interface Report {
  name: string;
  unit: string;
  ours: number[];
  limit: number[];
  limitName: string;
  /** What to aim at: the ratio ours / limit. */
  aim: { atMost: number } | { atLeast: number };
}

/** One line: medians with ranges, the ratio of the medians, and the aim. */
export function report({ name, unit, ours, limit, limitName, aim }: Report): void {
  const ratio = median(ours) / median(limit);
  const [wish, met] = 'atMost' in aim ? [`≤ ${aim.atMost}`, ratio <= aim.atMost] : [`≥ ${aim.atLeast}`, ratio >= aim.atLeast];
  console.log(`${name}: ours ${range(ours)} ${unit}, ${limitName} ${range(limit)} ${unit}; ratio ${ratio.toPrecision(3)} (aim ${wish}${met ? '' : ', NOT MET'})`);
}
