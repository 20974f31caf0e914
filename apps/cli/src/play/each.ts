/** Runs `work` over the list, at most `width` at a time; what fails is told, the others go on. */
export async function eachOf<T, R>(list: readonly T[], width: number, work: (item: T) => Promise<R>, failed: (item: T, error: unknown) => void): Promise<R[]> {
  const queue = [...list];
  const done: R[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        done.push(await work(item));
      } catch (error) {
        failed(item, error);
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
}

/** The same, ending with the first failure. */
export const allOf = <T, R>(list: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> =>
  eachOf(list, width, work, (_item, error) => {
    throw error;
  });
