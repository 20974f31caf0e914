import type { AccountId, Language, OrganisationId } from '@kernel';

/** A role held by the actor, everywhere (`projectId` null) or on one project only. */
export interface HeldRole {
  role: string;
  projectId: string | null;
}

/** Opened with a first password, which others have seen; or with a password alone where two factors are asked for. */
export type Lack = 'own-password' | 'second-factor';

/** Who acts. Read afresh for every request and message, so a right that ended is gone at once. */
export interface Actor {
  accountId: AccountId | null;
  login: string;
  name: string;
  organisationId: OrganisationId | null;
  organisationName: string;
  uscc: string | null;
  sessionId: string | null;
  roles: readonly HeldRole[];
  permissions: ReadonlySet<string>;
  /** What this session lacks to speak for the person: until then it may do nothing but get it. */
  lacks?: Lack;
  /** Showed his factors within the last minutes. */
  proven?: boolean;
}

export const PUBLIC_ACTOR: Actor = {
  accountId: null,
  login: 'public',
  name: '公众',
  organisationId: null,
  organisationName: '',
  uscc: null,
  sessionId: null,
  roles: [],
  permissions: new Set(),
};

/** The platform acting by itself: sweeps, sums, draws. Its acts are logged like a person's. */
export const SYSTEM_ACTOR: Actor = { ...PUBLIC_ACTOR, login: 'system', name: '系统' };

/** One request or message: who, doing what, from where. */
export interface Caller {
  actor: Actor;
  /** The declared permission of the route, e.g. `tender.publish`. */
  act: string;
  ip: string;
  requestId: string;
  language: Language;
  /** `Idempotency-Key` and the SHA-256 of what it was sent with. */
  idempotency?: { key: string; fingerprint: string };
}

export const systemCaller = (act: string): Caller => ({ actor: SYSTEM_ACTOR, act, ip: '', requestId: '', language: 'zh' });

/** What is held, as conditions of lists compare it: a name where it is held for all projects, `name:projectId` where for one. */
export const heldFor = (name: string, projectId: string | null): string => (projectId === null ? name : `${name}:${projectId}`);

/** `hasRole` as a condition of a list, so that a list shows what each row's own page would: `held` is a text[] of `heldFor`, `name` and `project` are columns or literals. */
export const holdsSql = (held: string, name: string, project: string): string => `(${name} = any(${held}) or ${name} || ':' || ${project} = any(${held}))`;

export const hasRole = (actor: Actor, role: string, projectId?: string): boolean => actor.roles.some((held) => held.role === role && (held.projectId === null || held.projectId === projectId));
