import { type ReactNode, useState } from 'react';
import { useAct } from '../lib/act';
import { ActPanel } from './act';
import { type Option, RadioField, SelectField, TextField } from './form';

interface Choice {
  name: string;
  label: string;
  options: readonly Option[];
  /** Stands before the first option while nothing is chosen. */
  empty?: string;
}

interface Given {
  whom: string;
  cause: string;
  reason: string;
}

interface ReasonedProps<T> {
  title: string;
  what: string;
  article?: string;
  /** The button; the title where it says the same. */
  act?: string;
  whom?: Choice;
  cause?: Choice;
  reason: { name: string; label: string; max?: number };
  /** Said at the button until everything is given. */
  need: string;
  send(given: Given, key: string): Promise<T>;
  /** What stands here once it is done; without it the form stays, emptied. */
  done?: ((answer: T) => ReactNode) | undefined;
}

const NOTHING: Given = { whom: '', cause: '', reason: '' };

/** An act that needs a reason, and where the law asks for it a person and a cause: folded away until it is wanted. */
export function Reasoned<T>({ title, what, article, act = title, whom, cause, reason, need, send, done }: ReasonedProps<T>) {
  const [given, setGiven] = useState(NOTHING);
  const set = (name: keyof Given) => (value: string) => setGiven((before) => ({ ...before, [name]: value }));
  const [times, setTimes] = useState(0);
  const acting = useAct(
    (key: string) => send(given, key),
    () => {
      setGiven(NOTHING);
      setTimes((before) => before + 1);
    },
  );
  if (acting.data !== undefined && done) return done(acting.data);
  const whole = (!whom || given.whom) && (!cause || given.cause) && given.reason.trim();
  return (
    <details>
      <summary>{title}</summary>
      {whom && <SelectField {...whom} value={given.whom} onChange={set('whom')} />}
      {cause && <RadioField {...cause} value={given.cause} onChange={set('cause')} />}
      <TextField name={reason.name} label={reason.label} value={given.reason} onChange={set('reason')} rows={3} maxLength={reason.max ?? 1000} />
      {/* Done again it is another act, under a key of its own. */}
      <ActPanel key={times} what={what} article={article} act={act} onAct={(key) => acting.mutate(key)} busy={acting.isPending} error={acting.error} hindrance={whole ? undefined : need} />
    </details>
  );
}
