import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * What a person types, kept on this device until it was sent: a closed tab, an expired session or a lost connection takes nothing away.
 * For forms that are no secret; a bid's draft is kept encrypted elsewhere.
 */
const PREFIX = 'tianping.draft.';

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? undefined : (JSON.parse(text) as { value: T }).value;
  } catch {
    return undefined; // written by an older version: as if there were none
  }
}

export interface Draft<T> {
  value: T;
  set(change: (value: T) => T): void;
  /** When it was last kept, by the device's clock. */
  savedAt: number | undefined;
  /** Whether it was found from an earlier visit. */
  restored: boolean;
  forget(): void;
}

/** `key` names the form and the object, e.g. `agency.entry.new`; `initial` counts when nothing was kept. */
export function useDraft<T>(key: string, initial: T): Draft<T> {
  const found = useRef(read<T>(key));
  const [value, setValue] = useState<T>(() => found.current ?? initial);
  const [savedAt, setSavedAt] = useState<number>();
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current) return;
    const write = () => touched.current && localStorage.setItem(PREFIX + key, JSON.stringify({ value }));
    const timer = setTimeout(() => {
      write();
      setSavedAt(Date.now());
    }, 500);
    addEventListener('pagehide', write); // a page that is closed within the half second
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', write);
    };
  }, [key, value]);
  const set = useCallback((change: (value: T) => T) => {
    touched.current = true;
    setValue(change);
  }, []);
  const forget = useCallback(() => {
    touched.current = false;
    localStorage.removeItem(PREFIX + key);
  }, [key]);
  return { value, set, savedAt, restored: found.current !== undefined, forget };
}

/** After a sign-out nothing of a person stays on a shared computer. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
