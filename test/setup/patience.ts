/** Against hanging only, ms: the longest of what tests wait for takes a few seconds. Below Jest's own limit, so that it is said what was waited for. */
export const PATIENCE_MS = 50_000;

/** Room for a slow machine: ten times what a thing usually takes, or is promised to take. */
export const tenTimes = (usualMs: number): number => 10 * usualMs;

/** Asks again until the answer is there. */
export async function until<T>(ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for ${String(ask)}`);
}

/** Tries again until it succeeds; what hangs ends with the last failure. */
export async function eventually<T>(attempt: () => Promise<T> | T): Promise<T> {
  let failure: unknown;
  const tried = async () => {
    try {
      return { done: await attempt() };
    } catch (error) {
      failure = error;
      return undefined;
    }
  };
  const found = await until(tried).catch(() => Promise.reject(failure as Error));
  return found.done;
}
