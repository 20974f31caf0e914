import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { api } from './api/client';
import { DraftKeeper, type DraftStore } from './draft-keeper';
import { due, type Values } from './draft-state';

/**
 * What a person types and has not sent yet. It lies at the server and belongs to the account: a closed tab, an expired session, a lost connection or another
 * device takes nothing away, and nothing of it lies in this browser, for whoever sits here next.
 */
export interface Draft<T extends Values> {
  value: T;
  set(change: (value: T) => T): void;
  /** When the server last kept it, in milliseconds. */
  savedAt: number | undefined;
  /** Something is not kept yet. */
  unsaved: boolean;
  /** Why the last save failed. */
  fault: Error | undefined;
  /** By name, what was typed elsewhere while something else was typed here. */
  newer: Values;
  settle(name: string, which: 'mine' | 'theirs'): void;
  /** Saves what is left now; resolves with the version that is kept and that this page has shown, or with 0 when it has not shown all of it. */
  flush(): Promise<number>;
  forget(): void;
  /** What was let go last stands there again: it was sent, and came back. */
  restore(): void;
  /** Throws away what was typed and begins anew; absent where that is not for the page to say. */
  discard: (() => void) | undefined;
}

/** `initial` shows where nothing was typed yet. A store made anew for each drawing has to be memoised by who calls. */
export function useDraftIn<T extends Values>(store: DraftStore, initial: T): Draft<T> {
  const keeper = useMemo(() => new DraftKeeper(store), [store]);
  useEffect(() => keeper.open(), [keeper]);
  const state = useSyncExternalStore(keeper.subscribe, () => keeper.state);
  const value = useMemo(() => ({ ...initial, ...state.values }), [initial, state.values]);
  return {
    value,
    set: (change) => {
      const before = { ...initial, ...keeper.state.values };
      for (const [name, next] of Object.entries(change(before))) if (next !== before[name]) keeper.type(name, next);
    },
    savedAt: state.savedAt,
    unsaved: state.sending !== undefined || Object.keys(due(state)).length > 0,
    fault: state.fault,
    newer: state.newer,
    settle: (name, which) => keeper.settle(name, which),
    flush: async () => {
      await keeper.flush();
      const now = keeper.state;
      return now.elsewhere === state.elsewhere && Object.keys(now.newer).length === 0 ? now.version : 0;
    },
    forget: () => void keeper.forget().catch(() => undefined), // the server drops it by itself some day
    restore: () => keeper.restore(),
    discard: store.forget && (() => void keeper.forget().then(() => location.reload())),
  };
}

/** From what was asked back to its form, with what stood in it. */
export const back = (draft: Pick<Draft<Values>, 'restore'>, asked: { reset(): void }) => (): void => {
  draft.restore();
  asked.reset();
};

const formStore = (key: string): DraftStore => ({
  load: () => api.get('/api/drafts/{key}', { path: { key } }),
  save: (basedOn, changes) => api.put('/api/drafts/{key}', { path: { key }, body: { basedOn, changes }, keepalive: true }),
  forget: () => api.del('/api/drafts/{key}', { path: { key }, keepalive: true }), // whoever closes the tab next finds no old form in a new one
  onElsewhere: (listener) => {
    addEventListener('focus', listener); // whoever comes back to a tab may have typed in another
    return () => removeEventListener('focus', listener);
  },
});

/** A form's draft; `key` names the form and the object, e.g. `agency.project.new`. */
export function useDraft<T extends object>(key: string, initial: T): Draft<T & Values> {
  const [first] = useState(initial as T & Values);
  return useDraftIn(
    useMemo(() => formStore(key), [key]),
    first,
  );
}
