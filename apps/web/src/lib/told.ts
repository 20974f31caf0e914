import { BusinessError, fill } from '@kernel';
import type { Language } from './format';

/** What the formats' own code refused here in the browser, in the words that the server would use; undefined for any other error. */
export function wordsOf(error: unknown, language: Language): string | undefined {
  if (!(error instanceof BusinessError)) return undefined;
  return error.refusals.map((refusal) => `${fill(refusal[language], refusal.params, language)}${refusal.next ? ` ${fill(refusal.next[language], refusal.params, language)}` : ''}`).join(' ');
}
