import { refuse, refuseAny } from '@kernel';
import { stageName, stoppedBy } from '@procedure';
import type { Tx } from '@platform/db';
import { HoldsService } from '../intake';
import { R } from './bidding.refusals';

/** A tender as a bid meets it under the lock. */
export interface Gate {
  now: Date;
  status: string;
  deadline: Date;
  code: string;
  projectId: string;
  hold: { kind: string; reason: string; article: string } | null;
  /** Number of the bidder's latest bid here; 0 before the first. */
  lastNumber: number;
  /** Whether one of his is sealed, and so will be replaced. */
  inForce: boolean;
  /** Whether somebody handed in the same ciphertext before. */
  copied: boolean;
  /** Whether the signing certificate is this account's and in force. */
  bound: boolean;
}

export interface AtGate {
  tenderId: string;
  fingerprint: string;
  cipherSha256: string;
  /** The version that the manifest names. */
  given: number;
}

const GATE = `select now, status, deadline, code, project_id as "projectId", hold, last_number as "lastNumber", in_force as "inForce", copied, bound from bid_gate($1, $2, $3, $4, $5, $6)`;

/** Locks, asks the clock, and refuses what must not pass: a late bid first, whatever else is wrong with it. */
export async function passGate(tx: Tx, { tenderId, fingerprint, cipherSha256, given }: AtGate): Promise<Gate> {
  const [row] = await tx.query<Gate>(GATE, [tenderId, tx.actor.organisationId, tx.actor.accountId, fingerprint, cipherSha256, stoppedBy('bid.submit')]);
  const gate = row!;
  if (gate.hold) refuse(HoldsService.held(gate.hold));
  if (gate.deadline <= gate.now) refuse(R.deadlinePassed({ deadline: gate.deadline.toISOString(), now: gate.now.toISOString() }));
  if (gate.status !== 'bidding') refuse(R.notOpenForBids({ status: stageName(gate.status) }));
  const expected = gate.lastNumber + 1;
  refuseAny([!gate.bound && R.certificateNotBound(), given !== expected && R.numberWrong({ given, expected }, '/manifest'), gate.copied && R.copied()]);
  return gate;
}
