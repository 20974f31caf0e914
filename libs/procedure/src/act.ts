import type { ArticleId, HoldKind } from '@law';
import type { Info } from './sight';
import type { RoleCode } from './role';

/** Something that is done in a procedure: who may do it, when, on which article, and what comes of it. What it does is its module's. */
export interface Act<S extends string = string> {
  readonly zh: string;
  readonly en: string;
  /** The stages in which it may be done. */
  readonly in: readonly S[];
  /** Roles that may; none: the platform does it, when its time has come or the last hand is in. */
  readonly by: readonly RoleCode[];
  /** The stage to which it leads the lot, with the event by which everybody learns of it; without it the lot stays where it is. */
  readonly to?: S;
  readonly event?: `tender.${string}`;
  readonly article: ArticleId;
  /** Roles of which one gives the second signature; several where it depends on who asks. */
  readonly confirm?: readonly RoleCode[];
  /** Holds under which it is refused. An objection stops what comes after the matter that it disputes, an order everything but leaving and disputing (TBR 22, 44, 54, 62). */
  readonly stoppedBy: readonly HoldKind[];
  /** What its entry in the trail tells by being there. */
  readonly tells?: readonly Info[];
}

export type Acts<S extends string, A extends string = string> = Readonly<Record<A, Act<S>>>;

/** Nothing may be ended, answered or taken back only because something else is open. */
export const NEVER = [] as const satisfies HoldKind[];
export const ANY = ['HD', 'HO', 'HR', 'HS'] as const satisfies HoldKind[];
export const ORDER = ['HS'] as const satisfies HoldKind[];
