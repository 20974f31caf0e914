import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { Line } from '../lanes';

/** Milliseconds in which a fast line sends a piece; who takes longer waits for his line, not for this machine. */
const QUICK_MS = 1_000;

const UPLOADS = { width: 1_000, most: 2_000, mostOfOne: 60, patienceMs: 60_000 };
/** A slow line may take hours for its upload and keeps nobody waiting; one who sends many has four of them under way. */
const uploading = new Line({ ...UPLOADS, each: 4 });
/** Of those that come fast one goes after the other: side by side they would take the machine from everybody else. */
const quick = new Line({ ...UPLOADS, each: 1 });

/** Returns when it is this upload's turn among those of `who`; the turn ends with the answer. */
export async function takeTurn(who: string, response: ServerResponse): Promise<void> {
  finished(response, await uploading.enter(who));
  const leave = once(await quick.enter(who));
  const timer = setTimeout(leave, QUICK_MS);
  finished(response, () => {
    clearTimeout(timer);
    leave();
  });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
