import type { Refusal } from '@kernel';
import { R } from './database.refusals';

interface Violated {
  code?: string;
  constraint?: string;
  driverError?: { code?: string; constraint?: string };
}

/** By SQLSTATE, what the database refuses by itself. No answer names a table: what is told is what a person can do. */
const BY_STATE: Record<string, () => Refusal> = {
  '23505': () => R.thereAlready(),
  '23P01': () => R.thereAlready(),
  '23503': () => R.referenceGone(),
  '23514': () => R.outOfBounds(),
  ...Object.fromEntries(['22001', '22003', '22007', '22008', '22021', '22P02', '22P05'].map((state) => [state, () => R.notStorable()])),
};

/**
 * A violation of a unique, foreign-key, exclusion or check constraint, or a value that no column holds, as a refusal: the last net below the rules of the modules, which
 * look first and say more. What falls into it is a rule that is missing, or two who did the same at once.
 */
export function violationOf(error: unknown): Refusal | undefined {
  const { code, driverError } = (error ?? {}) as Violated;
  const state = driverError?.code ?? code ?? '';
  return Object.hasOwn(BY_STATE, state) ? BY_STATE[state]!() : undefined;
}
