import { type Condition, type Refusal, refuse, refuseAny } from '@kernel';
import { type ConditionName, CONDITIONS, PROCEDURES, stageName, stoppedBy } from '@procedure';
import type { Tx } from '@platform/db';
import { MAY_SIGN } from '../identity';
import { NO_HOLD } from '../intake';
import { IS_INVITED } from '../tender';
import { R } from './bidding.refusals';

/** A tender as a bid meets it under the lock. */
interface Lot {
  now: Date;
  procedure: string;
  status: string;
  deadline: Date;
  code: string;
  projectId: string;
}

/** What is handed in, as far as the gate asks about it. */
interface Given {
  account: string;
  fingerprint: string;
  cipherSha256: string;
  /** The version that the manifest names. */
  version: number;
  stoppedBy: readonly string[];
}

/** Of the bidder's bids here: the number of the latest, 0 before the first; whether one is sealed, and so will be replaced. */
interface Earlier {
  last: number;
  inForce: boolean;
}

export type Gate = Lot & { inForce: boolean };
type Asked<Answer> = Condition<Lot, Given, Answer>;

const IN_TIME: Asked<undefined> = {
  alone: true,
  refuses: ({ lot: { now, deadline } }) => deadline <= now && R.deadlinePassed({ deadline: deadline.toISOString(), now: now.toISOString() }),
};
const TAKES_BIDS: Asked<undefined> = { alone: true, refuses: ({ lot: { status } }) => status !== 'bidding' && R.notOpenForBids({ status: stageName(status) }) };
const NEXT_NUMBER: Asked<Earlier> = {
  asks: 'gate_number',
  refuses: ({ answer, given: { version: given } }) => given !== answer.last + 1 && R.numberWrong({ given, expected: answer.last + 1 }, '/manifest'),
};
const NOT_COPIED: Asked<boolean> = { asks: 'gate_copy', refuses: ({ answer }) => answer && R.copied() };

/** Each condition that a procedure may name. */
const ASKED = { invited: IS_INVITED, hold: NO_HOLD, deadline: IN_TIME, stage: TAKES_BIDS, certificate: MAY_SIGN, number: NEXT_NUMBER, copy: NOT_COPIED } satisfies Record<
  ConditionName,
  unknown
> as Record<ConditionName, Asked<unknown>>;

/** Functions of the database by procedure and condition: which procedure it is, only the locked row says. */
const BY_PROCEDURE = JSON.stringify(Object.fromEntries(PROCEDURES.map(({ id, gate }) => [id, Object.fromEntries(gate.flatMap((name) => (ASKED[name].asks ? [[name, ASKED[name].asks]] : [])))])));
const GATES: ReadonlyMap<string, readonly ConditionName[]> = new Map(PROCEDURES.map(({ id, gate }) => [id, CONDITIONS.filter((name) => gate.includes(name))]));
const GATE = `select now, procedure, status, deadline, code, project_id as "projectId", answers from bid_gate($1, $2, $3, $4)`;

/** Locks, asks the clock and every condition of the lot's procedure, and refuses what must not pass: a late bid first, whatever else is wrong with it. */
export async function passGate(tx: Tx, tenderId: string, bid: Pick<Given, 'fingerprint' | 'cipherSha256' | 'version'>): Promise<Gate> {
  const given: Given = { ...bid, account: tx.actor.accountId!, stoppedBy: stoppedBy('bid.submit') };
  const [row] = await tx.query<Lot & { answers: Record<string, unknown> }>(GATE, [tenderId, tx.actor.organisationId, JSON.stringify(given), BY_PROCEDURE]);
  const { answers, ...lot } = row!;
  const rest: (Refusal | false)[] = [];
  for (const name of GATES.get(lot.procedure) ?? CONDITIONS) {
    const refused = ASKED[name].refuses({ lot, given, answer: answers[name] });
    if (refused && ASKED[name].alone) refuse(refused);
    rest.push(refused);
  }
  refuseAny(rest);
  return { ...lot, inForce: (answers['number'] as Earlier).inForce };
}
