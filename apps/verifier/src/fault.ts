/** Why something does not hold, in the two languages of the verdict. */
export interface Reason {
  zh: string;
  en: string;
}

/** What was claimed is not so. */
export class Fault extends Error {
  constructor(readonly reason: Reason) {
    super(reason.en);
  }
}

/** What was claimed cannot be told from what is at hand. */
export class Unknown extends Fault {}

export function fail(zh: string, en: string): never {
  throw new Fault({ zh, en });
}

export function unknown(zh: string, en: string): never {
  throw new Unknown({ zh, en });
}

export function ensure(holds: boolean, zh: string, en: string): asserts holds {
  if (!holds) fail(zh, en);
}

/** Whatever goes wrong while hostile bytes are read is a reason, never a crash. */
export const reasonOf = (error: unknown): Reason => {
  if (error instanceof Fault) return error.reason;
  const text = error instanceof Error ? error.message : String(error);
  return { zh: `内容无法读取（${text.slice(0, 200)}）`, en: `cannot be read (${text.slice(0, 200)})` };
};
