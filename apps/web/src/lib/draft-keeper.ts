import { ProblemError } from './api/client';
import { began, type DraftState, due, failed, heard, NOTHING, saved, settled, typed, type Values } from './draft-state';

/** Where a draft lies. Texts go there as JSON, so that nothing of them is trimmed on the way. */
export interface DraftStore {
  load(): Promise<{ version: number; savedAt?: string | null; fields: Record<string, string> }>;
  save(basedOn: number, changes: Record<string, string>): Promise<{ version: number; savedAt: string; newer: Record<string, string> }>;
  forget?(): Promise<unknown>;
  /** Calls back when the draft may have been saved elsewhere. Returns how to stop. */
  onElsewhere(listener: () => void): () => void;
}

/** From a change until it is sent; after a save that failed, until it is tried again. */
const AFTER_MS = 500;
const AGAIN_MS = 3_000;

const written = (values: Values): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value ?? null)]));
const read = (fields: Record<string, string>): Values => Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, JSON.parse(text) as unknown]));
const isRefusal = (error: unknown): boolean => error instanceof ProblemError && error.status < 500 && error.status !== 429;
const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/** Every form that is open in this page. */
const open = new Set<DraftKeeper>();

/** Before a sign-out: what was typed in the last moment is saved too. */
export const flushDrafts = (): Promise<unknown> => Promise.allSettled([...open].map((keeper) => keeper.flush()));
/** The same person has signed in again. */
export const resumeDrafts = (): void => open.forEach((keeper) => keeper.resume());

/** Saves what is typed, within a second, one save at a time, and takes in what was typed elsewhere. Nothing lies on the device. */
export class DraftKeeper {
  state: DraftState = NOTHING;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #paused = false;
  #gone: Values = {};
  readonly #listeners = new Set<() => void>();

  constructor(private readonly store: DraftStore) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Opens the draft; returns what closes it again. */
  open(): () => void {
    open.add(this);
    const load = () => void this.load();
    const stop = this.store.onElsewhere(load);
    const flush = () => void this.flush();
    globalThis.addEventListener?.('pagehide', flush);
    load();
    return () => {
      stop();
      globalThis.removeEventListener?.('pagehide', flush);
      flush();
      open.delete(this);
    };
  }

  async load(): Promise<void> {
    try {
      const { version, savedAt, fields } = await this.store.load();
      this.#now(heard(this.state, version, read(fields)));
      if (savedAt) this.#now({ ...this.state, savedAt: Math.max(this.state.savedAt ?? 0, Date.parse(savedAt)) });
    } catch (error) {
      if (isSignedOut(error)) this.#paused = true; // others' answers wait for the sign-in as well
    }
  }

  type(name: string, value: unknown): void {
    this.#now(typed(this.state, name, value));
    this.#later(AFTER_MS);
  }

  settle(name: string, which: 'mine' | 'theirs'): void {
    this.#now(settled(this.state, name, which));
    this.#later(0);
  }

  /** Saves what is unsaved, now. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  resume(): void {
    this.#paused = false;
    void this.load();
    this.#later(0);
  }

  /** Sent or given up: nothing of it is kept. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#saving;
    this.#gone = this.state.values;
    this.#now(NOTHING);
    await this.store.forget?.();
  }

  restore(): void {
    for (const [name, value] of Object.entries(this.#gone)) this.type(name, value);
  }

  async #save(): Promise<void> {
    const changes = due(this.state);
    if (this.#paused || Object.keys(changes).length === 0) return;
    this.#now(began(this.state, changes));
    try {
      const { version, savedAt, newer } = await this.store.save(this.state.version, written(changes));
      this.#now(saved(this.state, { version, newer: read(newer), at: Date.parse(savedAt) }));
      if (Object.keys(due(this.state)).length > 0) this.#later(AFTER_MS);
    } catch (error) {
      this.#now(failed(this.state, error as Error));
      if (isSignedOut(error)) this.#paused = true;
      else if (!isRefusal(error)) this.#later(AGAIN_MS);
    }
  }

  #later(ms: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), ms);
  }

  #now(state: DraftState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}
