import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a stranger waits for the answer that he asks too often: who asks again at once gets as many answers as he has connections. */
const HOLD_MS = 1_000;
/** Beyond so many held answers connections are cut instead. */
const MOST_HELD = 2_000;

let held = 0;

/** Returns after a while; false when there are too many already, and no answer is owed. */
export async function holdBack(): Promise<boolean> {
  if (held >= MOST_HELD) return false;
  held += 1;
  await sleep(HOLD_MS, undefined, { ref: false });
  held -= 1;
  return true;
}
