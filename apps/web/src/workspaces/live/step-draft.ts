import { useMemo } from 'react';
import type { Evaluation } from '../../features/evaluation/progress';
import { api } from '../../lib/api/client';
import { type Draft, useDraftIn } from '../../lib/draft';
import type { DraftStore } from '../../lib/draft-keeper';
import type { Values } from '../../lib/draft-state';
import { connection, tell } from '../../lib/socket';

type Step = 'reviewing' | 'judging' | 'scoring' | 'untying' | 'signing';

/** A line that is dead is told soon: whoever types has to know that nothing is kept. */
const PATIENCE_MS = 5_000;

const storeOf = (evaluationId: string, step: Step): DraftStore => ({
  load: async () => {
    const draft = await api.get('/api/evaluations/{id}/draft', { path: { id: evaluationId } });
    return draft.step === step ? draft : { version: 0, fields: {} }; // the committee has gone on meanwhile
  },
  save: (basedOn, changes) => tell('score.save', { evaluationId, step, basedOn, changes }, PATIENCE_MS),
  onElsewhere: (listener) => {
    const line = connection();
    const heard = (saved: { evaluationId?: string }) => saved.evaluationId === evaluationId && listener();
    line.on('draft.saved', heard);
    return () => void line.off('draft.saved', heard);
  },
});

const NOTHING: Values = {};

/** What a member types at a step, by flat names (`score/<bid>/<item>`): at the server, for him alone, until he hands in. */
export function useStepDraft(evaluation: Evaluation & { id?: string }, step: Step, initial: Values = NOTHING): Draft<Values> {
  const id = evaluation.id!;
  return useDraftIn(
    useMemo(() => storeOf(id, step), [id, step]),
    initial,
  );
}

/** Saves what is left, then does `work` with the version that it hands in: past a newer one the server refuses. */
export const handingIn =
  <T>({ flush }: Draft<Values>, work: (draftVersion: number) => Promise<T>) =>
  async (_: unknown): Promise<T> =>
    work(await flush());

/** A text of the draft; nothing typed yet is an empty one. */
export function textIn(value: Values, name: string): string {
  const text = value[name];
  return typeof text === 'string' ? text : '';
}

/** Whether a text has to be decided about first. */
export const undecided = ({ newer }: Draft<Values>): number => Object.keys(newer).length;
