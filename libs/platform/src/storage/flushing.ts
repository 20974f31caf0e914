import { Line, wayNow } from '../lanes';

/** A disk flushes slowly, and the threads that wait for it are few: one flush of each sender at a time, so that nobody's thousand keep the others waiting. */
const line = new Line({ width: 3, each: 1, most: 10_000, mostOfOne: 1_000, patienceMs: 60_000 });

export const flushing = (sync: () => Promise<void>): Promise<void> => line.run(wayNow().who, sync);
