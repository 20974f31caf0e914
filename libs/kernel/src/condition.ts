import type { Refusal } from './refusal';

/**
 * What a gate asks before it lets something through (may this bid be taken). Its module owns both halves: the question to its own tables, a function of the database in its
 * own migration, which the gate calls under its lock; and what the answer refuses. So a gate of many conditions is still one round trip.
 */
export interface Condition<Lot, Given, Answer = unknown> {
  /** `name(lot uuid, party uuid, given jsonb) returns jsonb`; none where the lot itself says it. */
  readonly asks?: string;
  /** Told by itself: whatever else is wrong does not matter then. */
  readonly alone?: true;
  refuses(met: { lot: Lot; given: Given; answer: Answer }): Refusal | false;
}
