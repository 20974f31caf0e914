import { type Actor, hasRole } from '@platform/db';
import { type ActCode, allowedActs, type Letter, ROLE_CODES, type Standing, stoppedBy } from '@procedure';
import { sidesOf } from '../intake';

/** Letters of those who are no party to it: the centre's people, the bureau, the auditors. */
export const watcherLetters = (actor: Actor, projectId: string): Set<Letter> => lettersOf(actor, { tendererId: '', agencyId: null, projectId });

/** Which letters an actor has on a tender. B, K and M are known to the modules that own bids, openings and committees; they add them. */
export function lettersOf(actor: Actor, tender: { tendererId: string; agencyId: string | null; projectId: string }): Set<Letter> {
  const letters = new Set<Letter>(['*', ...sidesOf(actor, tender)]);
  if (hasRole(actor, 'hall-operator', tender.projectId)) letters.add('H');
  if (hasRole(actor, 'bureau-officer', tender.projectId)) letters.add('S');
  if (hasRole(actor, 'audit-admin', tender.projectId)) letters.add('X');
  return letters;
}

/** The tenderer's side and the bureau take no documents to bid with: they read them under an order too. */
export const readsOn = (letters: ReadonlySet<Letter>): boolean => letters.has('T') || letters.has('A') || letters.has('S');

type Lot = Standing & { projectId: string; holds: readonly { kind: string }[] };

const isStopped = (act: ActCode, { holds }: Lot, letters: ReadonlySet<Letter>): boolean =>
  !(act === 'tender.download' && readsOn(letters)) && holds.some(({ kind }) => (stoppedBy(act) as readonly string[]).includes(kind));

/** Which acts somebody could do on a lot now, under what lies on it; a screen offers these and no others. Later modules have the last word on each. */
export const offeredTo = (actor: Actor, lot: Lot, letters: ReadonlySet<Letter>): ActCode[] =>
  allowedActs(
    lot,
    ROLE_CODES.filter((role) => hasRole(actor, role, lot.projectId)),
    letters,
  ).filter((act) => !isStopped(act, lot, letters));
