import type { BidToSealWeb, UnsignedBid } from '@envelope-web';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Problem, ProblemError } from '../../lib/api/client';

export type ToWorker = { type: 'start'; bid: BidToSealWeb; size: number } | { type: 'pause' } | { type: 'resume' } | { type: 'cancel' };
export type FromWorker =
  | { type: 'sealed'; part: string; done: number; size: number }
  | { type: 'sent'; sent: number }
  | { type: 'cut'; again: number; signedOut: boolean }
  | ({ type: 'done' } & UnsignedBid)
  | { type: 'failed'; message: string; problem?: Problem };

export interface Sealing {
  phase: 'idle' | 'running' | 'paused' | 'done' | 'failed';
  /** Bytes sealed on this device, and confirmed by the server, of `size`. */
  sealed: number;
  sent: number;
  size: number;
  /** Bytes a second over the last seconds. */
  speed: number;
  /** The connection is cut; it is tried again in so many seconds. */
  cut?: number | undefined;
  result?: UnsignedBid;
  error?: unknown;
}

const IDLE: Sealing = { phase: 'idle', sealed: 0, sent: 0, size: 0, speed: 0 };
const WINDOW_MS = 5000;

/** Bytes a second between the oldest remembered moment and now. */
export function speedOf(marks: readonly { at: number; sent: number }[]): number {
  const [first, last] = [marks[0], marks.at(-1)];
  return first && last && last.at > first.at ? ((last.sent - first.sent) * 1000) / (last.at - first.at) : 0;
}

/** Seals and uploads in a worker. `size` is that of the whole sealed file, known before it begins. */
export function useSealing() {
  const [state, setState] = useState<Sealing>(IDLE);
  const client = useQueryClient();
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  const post = (message: ToWorker) => worker.current?.postMessage(message);
  return {
    state,
    start(bid: BidToSealWeb, size: number): void {
      worker.current?.terminate();
      worker.current = new Worker(new URL('./sealing.worker.ts', import.meta.url), { type: 'module' });
      const marks: { at: number; sent: number }[] = [{ at: performance.now(), sent: 0 }];
      const before = new Map<string, number>();
      setState({ ...IDLE, phase: 'running', size });
      worker.current.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'sealed') {
          before.set(data.part, data.done);
          const sealed = [...before.values()].reduce((sum, done) => sum + done, 0);
          setState((old) => ({ ...old, sealed }));
        } else if (data.type === 'sent') {
          const at = performance.now();
          marks.push({ at, sent: data.sent });
          while (marks.length > 2 && at - marks[0]!.at > WINDOW_MS) marks.shift();
          setState((old) => ({ ...old, sent: data.sent, speed: speedOf(marks), cut: undefined }));
        } else if (data.type === 'cut') {
          setState((old) => ({ ...old, cut: data.again }));
          if (data.signedOut) void client.invalidateQueries({ queryKey: ['me'] }); // which finds it out, and asks him to sign in over the page
        } else if (data.type === 'done') setState((old) => ({ ...old, phase: 'done', sealed: size, sent: size, result: data }));
        else setState((old) => ({ ...old, phase: 'failed', error: data.problem ? new ProblemError(data.problem) : new Error(data.message) }));
      };
      worker.current.onerror = (event) => setState((old) => ({ ...old, phase: 'failed', error: new Error(event.message) }));
      post({ type: 'start', bid, size });
    },
    pause(): void {
      post({ type: 'pause' });
      setState((old) => ({ ...old, phase: 'paused' }));
    },
    resume(): void {
      post({ type: 'resume' });
      setState((old) => ({ ...old, phase: 'running' }));
    },
    cancel(): void {
      worker.current?.terminate();
      worker.current = undefined;
      setState(IDLE);
    },
  };
}
