/** A form while it is typed, beside what the server keeps of it. Texts stand by name; what is compared is their JSON. */
export type Values = Readonly<Record<string, unknown>>;

export interface DraftState {
  /** As the page shows them. */
  values: Values;
  /** As the server had them when it was last heard of. */
  kept: Values;
  version: number;
  unsaved: ReadonlySet<string>;
  /** On their way to the server. */
  sending: Values | undefined;
  /** By name, what was sent and whose answer never came. */
  sent: Readonly<Record<string, readonly unknown[]>>;
  /** Typed elsewhere while something else was typed here: somebody has to decide. */
  newer: Values;
  /** How many texts came from elsewhere: what the page showed before the last of them is not the newest. */
  elsewhere: number;
  savedAt: number | undefined;
  fault: Error | undefined;
}

export const NOTHING: DraftState = { values: {}, kept: {}, version: 0, unsaved: new Set(), sending: undefined, sent: {}, newer: {}, elsewhere: 0, savedAt: undefined, fault: undefined };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const without = <T>(all: ReadonlySet<T>, one: T): Set<T> => new Set([...all].filter((each) => each !== one));
const omit = (values: Values, name: string): Values => Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));

export const typed = (state: DraftState, name: string, value: unknown): DraftState => ({
  ...state,
  values: { ...state.values, [name]: value },
  unsaved: new Set([...state.unsaved, name]),
});

/** One text as the server has it: shown, unless something else was typed here. */
function hear(state: DraftState, [name, value]: [string, unknown]): DraftState {
  if (name in state.kept && same(state.kept[name], value)) return state;
  const heard = { ...state, kept: { ...state.kept, [name]: value } };
  if (!state.unsaved.has(name)) return { ...heard, elsewhere: state.elsewhere + 1, values: { ...state.values, [name]: value } };
  if (same(state.values[name], value)) return { ...heard, unsaved: without(state.unsaved, name) };
  if (state.sent[name]?.some((own) => same(own, value))) return heard; // our own, whose answer was lost
  return { ...heard, elsewhere: state.elsewhere + 1, newer: { ...state.newer, [name]: value } };
}

/** What the server keeps, all or some of it. */
export const heard = (state: DraftState, version: number, values: Values): DraftState => (version < state.version ? state : { ...Object.entries(values).reduce(hear, state), version });

/** What may be sent now: all that is unsaved and that nobody has to decide about. */
export const due = ({ unsaved, newer, sending, values }: DraftState): Values =>
  sending ? {} : Object.fromEntries([...unsaved].filter((name) => !(name in newer)).map((name) => [name, values[name]]));

export const began = (state: DraftState, changes: Values): DraftState => ({
  ...state,
  sending: changes,
  sent: { ...state.sent, ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, [...(state.sent[name] ?? []), value]])) },
});

export function saved(state: DraftState, answer: { version: number; newer: Values; at: number }): DraftState {
  const taken = Object.entries(state.sending ?? {}).filter(([name]) => !(name in answer.newer));
  const unsaved = new Set([...state.unsaved].filter((name) => !taken.some(([key, value]) => key === name && same(state.values[name], value))));
  const now = { ...state, sending: undefined, unsaved, kept: { ...state.kept, ...Object.fromEntries(taken) }, savedAt: answer.at, fault: undefined };
  return { ...Object.entries(answer.newer).reduce(hear, now), version: answer.version, sent: {} };
}

export const failed = (state: DraftState, fault: Error): DraftState => ({ ...state, sending: undefined, fault });

/** `mine` is sent over the newer one; `theirs` is shown instead of what was typed here. */
export const settled = (state: DraftState, name: string, which: 'mine' | 'theirs'): DraftState =>
  which === 'mine'
    ? { ...state, newer: omit(state.newer, name) }
    : { ...state, values: { ...state.values, [name]: state.newer[name] }, newer: omit(state.newer, name), unsaved: without(state.unsaved, name) };
