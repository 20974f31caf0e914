/** Against hanging only, ms: the longest of what tests wait for takes a few seconds. Below Jest's own limit, so that it is said what was waited for. */
export const PATIENCE_MS = 50_000;

/** Asks again until the answer is there. */
export async function until<T>(ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for ${String(ask)}`);
}
