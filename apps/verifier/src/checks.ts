import { type Reason, reasonOf, Unknown } from './fault';
import { visibly } from './visibly';

export interface Check {
  id: string;
  holds: boolean | 'unknown';
  zh: string;
  en: string;
  /** Why it does not hold, or cannot be told; or what a reader should know although it holds. */
  reason?: Reason;
}

const seen = ({ zh, en }: Reason): Reason => ({ zh: visibly(zh), en: visibly(en) });

/** The verdict grows check by check; nothing that a check throws leaves it. */
export class Verdict {
  readonly checks: Check[] = [];

  /** What `act` returned, or undefined when the claim does not hold. */
  check<T>(id: string, zh: string, en: string, act: () => T): T | undefined {
    try {
      const value = act();
      this.#add({ id, holds: true, zh, en });
      return value;
    } catch (error) {
      this.#failed(id, zh, en, error);
      return undefined;
    }
  }

  async later<T>(id: string, zh: string, en: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await act();
      this.#add({ id, holds: true, zh, en });
      return value;
    } catch (error) {
      this.#failed(id, zh, en, error);
      return undefined;
    }
  }

  note(id: string, zh: string, en: string, reason?: Reason): void {
    this.#add({ id, holds: true, zh, en, ...(reason ? { reason } : {}) });
  }

  #failed(id: string, zh: string, en: string, error: unknown): void {
    this.#add({ id, holds: error instanceof Unknown ? 'unknown' : false, zh, en, reason: reasonOf(error) });
  }

  /** Names, keys and numbers out of the file stand in these texts. */
  #add({ id, holds, reason, ...texts }: Check): void {
    this.checks.push({ id: visibly(id), holds, ...seen(texts), ...(reason ? { reason: seen(reason) } : {}) });
  }
}

export interface Summary {
  holds: boolean;
  held: number;
  failed: number;
  unknown: number;
  zh: string;
  en: string;
}

const count = (checks: readonly Check[], what: Check['holds']) => checks.filter(({ holds }) => holds === what).length;

/** Nothing checked is nothing shown: an empty list does not hold. */
export function summarise(checks: readonly Check[]): Summary {
  const [held, failed, open] = [count(checks, true), count(checks, false), count(checks, 'unknown')];
  const holds = failed === 0 && held > 0;
  const zhOpen = open ? `，${open} 项无法判断` : '';
  const enOpen = open ? `, ${open} cannot be told` : '';
  // "it holds" is said of a whole only when nothing is left open
  if (holds && open > 0) return { ...{ holds, held, failed, unknown: open }, zh: `没有发现不成立之处：${held} 项成立${zhOpen}。`, en: `Nothing was found that fails: ${held} hold${enOpen}.` };
  const zh = holds ? `核验通过：${held} 项成立。` : `核验不通过：${failed} 项不成立，${held} 项成立${zhOpen}。`;
  const en = holds ? `It holds: ${held} statements hold.` : `It does not hold: ${failed} fail, ${held} hold${enOpen}.`;
  return { holds, held, failed, unknown: open, zh, en };
}
