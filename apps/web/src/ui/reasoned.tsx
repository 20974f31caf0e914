import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act';
import { ActPanel } from './act';
import { type Option, RadioField, SelectField, TextField } from './form';
import { Facts, Foreign } from './plain';

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
  /** Of what nobody can take back: the button of a second look at what was given. */
  sure?: string;
  /** Said at the button until everything is given. */
  need: string;
  send(given: Given, key: string): Promise<T>;
  /** What stands here once it is done, and the way back to what was given; without it the form stays, emptied. */
  done?: ((answer: T, again: () => void) => ReactNode) | undefined;
}

const wordOf = ({ options }: Choice, value: string) => options.find((one) => one.value === value)?.text ?? value;
const focused = (place: HTMLElement | null) => place?.focus();

const NOTHING: Given = { whom: '', cause: '', reason: '' };

/** What cannot be taken back is looked at once more, whole, before it is done. */
function SecondLook({ rows, children }: { rows: readonly (readonly [string, ReactNode] | undefined)[]; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div tabIndex={-1} ref={focused}>
      <p>
        <strong>{t('act.lookAgain')}</strong>
      </p>
      <Facts rows={rows} />
      {children}
    </div>
  );
}

/** An act that needs a reason, and where the law asks for it a person and a cause: folded away until it is wanted. */
export function Reasoned<T>({ title, what, article, act = title, whom, cause, reason, need, sure, send, done }: ReasonedProps<T>) {
  const [given, setGiven] = useState(NOTHING);
  const set = (name: keyof Given) => (value: string) => setGiven((before) => ({ ...before, [name]: value }));
  const [sent, setSent] = useState(NOTHING);
  const [times, setTimes] = useState(0);
  const [looking, setLooking] = useState<boolean>(); // false: back from a second look, whose place in the page the form takes again
  const acting = useAct(
    (key: string) => send(given, key),
    () => {
      setSent(given);
      setGiven(NOTHING);
      setLooking(undefined);
      setTimes((before) => before + 1);
    },
  );
  const again = () => {
    setGiven(sent);
    acting.reset();
  };
  if (acting.data !== undefined && done) return done(acting.data, again);
  const whole = (!whom || given.whom) && (!cause || given.cause) && given.reason.trim();
  const panel = { what, article, busy: acting.isPending, error: acting.error };
  return (
    <details>
      <summary>{title}</summary>
      {sure && looking ? (
        <SecondLook rows={[whom && [whom.label, wordOf(whom, given.whom)], cause && [cause.label, wordOf(cause, given.cause)], [reason.label, <Foreign>{given.reason}</Foreign>]]}>
          <ActPanel {...panel} act={sure} onAct={(key) => acting.mutate(key)} onBack={() => setLooking(false)} />
        </SecondLook>
      ) : (
        <div tabIndex={-1} ref={looking === false ? focused : undefined}>
          {whom && <SelectField {...whom} value={given.whom} onChange={set('whom')} />}
          {cause && <RadioField {...cause} value={given.cause} onChange={set('cause')} />}
          <TextField name={reason.name} label={reason.label} value={given.reason} onChange={set('reason')} rows={3} maxLength={reason.max ?? 1000} />
          {/* Done again it is another act, under a key of its own. */}
          <ActPanel key={times} {...panel} act={act} onAct={(key) => (sure ? setLooking(true) : acting.mutate(key))} hindrance={whole ? undefined : need} />
        </div>
      )}
    </details>
  );
}
