import { useEffect, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import { cut as unheard, type Problem, ProblemError, underKey } from './api/client';

/** One connection for the whole page; the session's cookie says who it is. Hints come over it; the truth is asked from the interfaces. */
let socket: Socket | undefined;

export function connection(): Socket {
  socket ??= comingBack(io({ transports: ['websocket', 'polling'], withCredentials: true, auth: { language: document.documentElement.lang.startsWith('en') ? 'en' : 'zh' } }));
  return socket;
}

/** Milliseconds until what failed on the line is tried again: a line that the platform ended twice as long each time, so far. */
const AGAIN_MS = 1_000;
const LONGEST_MS = 30_000;

/** After a cut the client comes back by itself; not where the platform ended the line: its database was away, or the session ended and he has signed in again since. */
function comingBack(line: Socket): Socket {
  let wait = AGAIN_MS;
  line.on('session.ready', () => (wait = AGAIN_MS));
  line.on('disconnect', () => {
    if (line.active) return;
    setTimeout(() => line === socket && line.connect(), wait);
    wait = Math.min(LONGEST_MS, 2 * wait);
  });
  return line;
}

/** The same person has signed in again: who listens on the line goes on listening. */
export const resumeConnection = (): void => void socket?.connect();

/** After a sign-in or sign-out the next connection is another person's. */
export function dropConnection(): void {
  socket?.disconnect();
  socket = undefined;
}

type Ack<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/** Sends a message and waits for its answer; a refusal, and that no answer came, are thrown like those of the interfaces. Nothing of it is kept but what it does. */
export async function tell<T>(name: string, body: Record<string, unknown>, patienceMs = 30_000): Promise<T> {
  const answer = (await connection().timeout(patienceMs).emitWithAck(name, body).catch(unheard)) as Ack<T>;
  if (answer.ok) return answer.data;
  throw new ProblemError(answer.problem);
}

/** The same for an act in a room. Safe to repeat: the key makes it count once. */
export const say = <T>(name: string, body: { evaluationId: string } & Record<string, unknown>): Promise<T> =>
  underKey(undefined, body.evaluationId, `${name} ${JSON.stringify(body)}`, (idempotencyKey) => tell(name, { ...body, idempotencyKey }));

export interface RoomEvent {
  number: number;
  at: string;
  type: string;
  seat: string | null;
  payload: Record<string, unknown>;
}

export type Link = 'connecting' | 'live' | 'cut';

export interface Room {
  events: readonly RoomEvent[];
  link: Link;
  /** How many events came in after the last loss. */
  caughtUp: number;
}

interface Since {
  events: RoomEvent[];
  last: number;
  more: boolean;
}

/** Events are numbered without gaps: what was missed is asked for, what came twice is dropped. */
export function mergeEvents(known: readonly RoomEvent[], more: readonly RoomEvent[]): RoomEvent[] {
  const byNumber = new Map([...known, ...more].map((event) => [event.number, event]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** For good: he may not, or not any more. What the platform could not do just now it may do in a moment. */
const isRefused = (error: unknown): boolean => error instanceof ProblemError && error.status < 500 && error.status !== 429;

/** The stream of a hall or room: everything so far, then live; after a loss it fetches "since N" and goes on. */
export function useRoom(roomId: string | null | undefined, onEvent?: (event: RoomEvent) => void): Room {
  const [room, setRoom] = useState<Room>({ events: [], link: 'connecting', caughtUp: 0 });
  const last = useRef(0);
  const listener = useRef(onEvent);
  listener.current = onEvent;
  useEffect(() => {
    if (!roomId) return;
    const line = connection();
    let gone = false;
    const take = (events: readonly RoomEvent[]) => {
      last.current = Math.max(last.current, ...events.map((event) => event.number));
      setRoom((before) => ({ ...before, link: 'live', events: mergeEvents(before.events, events) }));
      for (const event of events) listener.current?.(event);
    };
    const enter = async () => {
      const began = last.current;
      for (let more = true; more && !gone; ) {
        const page = await tell<Since>('room.enter', { roomId, since: last.current });
        take(page.events);
        ({ more } = page);
      }
      if (began > 0) setRoom((before) => ({ ...before, caughtUp: last.current - began }));
    };
    const cut = () => setRoom((before) => ({ ...before, link: 'cut' }));
    let again: ReturnType<typeof setTimeout>;
    const entered = () => {
      clearTimeout(again);
      enter().catch((error: unknown) => {
        cut();
        if (!gone && !isRefused(error)) again = setTimeout(() => line.connected && entered(), 5 * AGAIN_MS);
      });
    };
    const hint = (event: RoomEvent & { roomId: string }) => {
      if (event.roomId !== roomId) return;
      if (event.number > last.current + 1) entered();
      else take([event]);
    };
    line.on('room.event', hint).on('connect', entered).on('disconnect', cut).on('connect_error', cut);
    if (line.connected) entered();
    return () => {
      gone = true;
      clearTimeout(again);
      line.off('room.event', hint).off('connect', entered).off('disconnect', cut).off('connect_error', cut);
    };
  }, [roomId]);
  return room;
}
