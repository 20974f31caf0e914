import type { AccountId } from '@kernel';
import type { Content } from '@envelope';
import type { Tx } from '@platform/db';
import type { RoleCode } from './roles';

export interface TwoPersonAct<P> {
  act: string;
  /** The permission of the route by which it is asked for, where that is not the act itself. */
  askedWith?: string;
  /**
   * Whether the actor may ask for this, by the rule of access and the holds that there are now; gives the project. Asked of the one who asks, and again of him at
   * the confirmation: a right that ended meanwhile carries nothing out.
   */
  mayAsk(tx: Tx, objectId: string, payload: P): Promise<string | null>;
  /** Which role gives the second signature. */
  confirmer: RoleCode | ((payload: P) => RoleCode);
  /** The confirmer must belong to this organisation; undefined or null: the role alone decides. */
  organisationOf?(tx: Tx, objectId: string, payload: P): Promise<string | null>;
  /** The account of the person whom it is about, who neither confirms nor refuses it. */
  concerns?(objectId: string, payload: P): string;
  /**
   * An act of law: both persons sign its statement with their certificates. Else account and digest are enough, for persons who may hold none; whoever
   * does hold one signs all the same.
   */
  signed: boolean;
  /** It may be done over and over, each time for its own: what another asked for stays. Else the confirmation of one outdates the other. */
  repeated?: true;
  /** Certificates that it rests on, PEM: their authorities are asked about them before it is checked, each time. */
  certificates?(payload: P): readonly string[];
  /** Locks that its confirmation takes before any other. */
  first?(tx: Tx, objectId: string): Promise<unknown>;
  /** Checks every rule of the act without changing anything that outlives the question. */
  check(tx: Tx, objectId: string, payload: P): Promise<void>;
  /**
   * Everything that the act will publish, fix or rest on, as a person reads it. Taken when it is asked for and again, with the object's row locked, when it is
   * confirmed: what differs is not confirmed. It describes whatever state it meets; only `check` refuses.
   */
  content(tx: Tx, objectId: string, payload: P): Promise<Content>;
  /** Does it, in the confirmer's transaction. */
  carryOut(tx: Tx, objectId: string, payload: P, askedBy: AccountId): Promise<unknown>;
}

/** The permission that whoever asks for it holds. */
export const rightOf = ({ act, askedWith = act }: Pick<TwoPersonAct<never>, 'act' | 'askedWith'>): string => askedWith;
