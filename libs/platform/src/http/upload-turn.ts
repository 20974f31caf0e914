import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { Line } from '../lanes';

/** Milliseconds in which a fast line sends a piece; who takes longer waits for his line, not for this machine. */
export const QUICK_MS = 1_000;
/** Milliseconds from one upload of a person to his next while others upload: seven pieces of 8 MiB a second are more than any office's line carries. */
const PACE_MS = 150;

/**
 * As many places as connections: each organisation may have 64 slow uploads (quota.rules.ts), and a thousand places were sixteen firms' for as long as they liked.
 * As many may wait as for a bid (lanes.ts): two thousand were fifty accounts', each with ten sessions and four uploads in one turn.
 */
const UPLOADS = { width: 10_000, most: 20_000, mostOfOne: 60, patienceMs: 60_000 };
/** A slow line may take hours for its upload and keeps nobody waiting; a session that sends many has four of them under way. */
const uploading = new Line({ ...UPLOADS, each: 4 });
/** Of those that come fast one goes after the other: side by side they would take the machine from everybody else. */
const quick = new Line({ ...UPLOADS, each: 1 });

/** Returns when this upload has a place among those of its session, whoever holds that: nobody has been asked yet. The place is free again with the answer. */
export async function takePlace(session: string, response: ServerResponse): Promise<void> {
  finished(response, await uploading.enter(session));
}

/**
 * Returns when it is this upload's turn among those of `person`, whatever number of sessions he has; the turn ends with the answer. While others upload too, he begins
 * one in `PACE_MS` at the most: who sends small things one after the other without end leaves the rest of the time to others' bids, and a piece that takes its line that long waits for nothing.
 */
export async function takeTurn(person: string, response: ServerResponse): Promise<void> {
  const leave = once(await quick.enter(person));
  const began = performance.now();
  beside.note(person, began);
  const timer = setTimeout(leave, QUICK_MS);
  finished(response, () => {
    clearTimeout(timer);
    const now = performance.now();
    const pause = began + PACE_MS - now;
    if (pause > 0 && beside.others(person, now)) setTimeout(leave, pause).unref();
    else leave();
    beside.note(person, now);
  });
}

/** Who uploaded last, and when somebody else did. */
const beside = {
  last: { person: '', at: -Infinity },
  otherAt: -Infinity,
  note(person: string, at: number): void {
    if (this.last.person !== person) this.otherAt = this.last.at;
    this.last = { person, at };
  },
  others(person: string, now: number): boolean {
    return now - (this.last.person === person ? this.otherAt : this.last.at) < QUICK_MS;
  },
};

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
