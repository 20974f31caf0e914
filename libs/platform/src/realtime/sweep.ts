import type { Server, Socket } from 'socket.io';
import type { ActorSource } from '../auth/auth';
import type { Actor } from '../db';

/** Rights end by time as well as by acts: within a second of it nothing more is heard (property 27), whatever became of Redis or of a hint. */
const SWEEP_MS = 500;
/** What could not be asked for so long is not held any more. */
const UNANSWERED_MS = 10_000;

/** A socket of this process in a room, with the rights that its person has now. */
export interface Presence {
  room: string;
  actor: Actor;
}

/** Says of each presence whether it is still rightful; in one question for all. */
export type RoomKeeper = (present: readonly Presence[]) => Promise<readonly boolean[]>;

const tokenKept = (socket: Socket): string | undefined => (socket.data as { token?: string }).token;

const tokensOf = (sockets: readonly Socket[]): string[] => [...new Set(sockets.map((socket) => tokenKept(socket)!))];
const roomsOf = (rooms: ReadonlySet<string>): string[] => [...rooms].filter((room) => room.startsWith('room:'));

/** Looks again and again at every socket of this process that somebody signed in on: is the session still his, and does he still belong in the rooms? */
export class Sweep {
  #keeper?: RoomKeeper;
  #timer?: NodeJS.Timeout;
  #answeredAt = performance.now();
  #stopped = false;

  constructor(
    private readonly io: Server,
    private readonly actors: ActorSource,
    private readonly onError: (error: unknown) => void,
    private readonly unansweredMs = UNANSWERED_MS,
  ) {}

  /** Who answers for rooms; the names of all that it keeps begin with `room:`. */
  keepBy(keeper: RoomKeeper): void {
    this.#keeper = keeper;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#round(), SWEEP_MS).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      await this.once();
      this.#answeredAt = performance.now();
    } catch (error) {
      this.onError(error);
      if (performance.now() - this.#answeredAt > this.unansweredMs) for (const socket of this.#signedIn()) socket.disconnect(true);
    }
    if (!this.#stopped) this.start();
  }

  #signedIn(): Socket[] {
    return [...this.io.sockets.sockets.values()].filter((socket) => tokenKept(socket) !== undefined);
  }

  /** Gives those whose session stands; the others end. */
  #keep(sockets: readonly Socket[], standing: { has(token: string): boolean }): Socket[] {
    const stands = (socket: Socket) => standing.has(tokenKept(socket)!);
    for (const socket of sockets) if (!stands(socket)) socket.disconnect(true);
    return sockets.filter(stands);
  }

  async once(): Promise<void> {
    const sockets = this.#signedIn();
    if (sockets.length === 0) return;
    const seated = this.#keep(sockets, await this.actors.standing(tokensOf(sockets))).filter(({ rooms }) => roomsOf(rooms).length > 0);
    if (seated.length === 0) return;
    const holders = await this.actors.actorsOf(tokensOf(seated));
    const live = this.#keep(seated, holders);
    const present = live.flatMap((socket) => roomsOf(socket.rooms).map((room) => ({ socket, actor: holders.get(tokenKept(socket)!)!, room })));
    if (present.length === 0 || !this.#keeper) return;
    this.actors.seen(tokensOf(live));
    const held = await this.#keeper(present);
    for (const [i, { socket, room }] of present.entries()) if (!held[i]) await socket.leave(room);
  }
}
