import type { IncomingMessage } from 'node:http';

type Heard = { data?: string | { length: number } };

interface Transport {
  /** The websocket, where it is one: its own pulses are answered by the library and are no packets. */
  socket?: { bufferedAmount?: number; terminate?(): void; on?(event: 'ping' | 'pong', heard: (data: { length: number }) => void): unknown };
}

/** As much of a connection below socket.io as is asked here: of the websocket, or of requests that poll. */
export interface Line {
  /** Which opened it. */
  request: IncomingMessage;
  on(event: 'packet', heard: (packet: Heard) => void): unknown;
  on(event: 'upgrade', changed: (transport: Transport) => void): unknown;
  on(event: 'close', gone: () => void): unknown;
  close(discard: boolean): unknown;
  /** Answers that wait to be sent. */
  writeBuffer: { length: number };
  transport: Transport;
}

interface Rate {
  burst: number;
  perSecond: number;
}

/** What a connection may send before anybody knows whose it is, and what a stranger's may send at all: its opening, its pulse, a word. */
const UNKNOWN: Rate = { burst: 30, perSecond: 1 };
/** A page sends a few messages a minute; a program may catch up with a room. What is too much for a person is answered first (socket-door.ts), and only far beyond it ended. */
const PERSON: Rate = { burst: 3_000, perSecond: 100 };
/** Bytes that cost as much as one packet more. */
const PIECE = 1024;
/** Answers and bytes that nobody reads. */
const [MOST_WAITING, MOST_BYTES] = [2_000, 4 * 2 ** 20];

const GOODBYE_MS = 1_000;

/**
 * Packets below socket.io: pulses, openings of rooms that are none, pieces of messages. Each costs the loop something, and no message handler
 * ever hears of it. Whoever sends too many, or reads no answers, is cut. `now` counts milliseconds and never goes back.
 */
export class Frames {
  readonly #rates = new WeakMap<object, Rate>();

  constructor(
    /** What was sent last is heard by nobody: that is told here, so that it leaves a trace. */
    private readonly onCut: (line: Line) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  watch(line: Line): void {
    let [left, at] = [UNKNOWN.burst, this.now()];
    let rate = UNKNOWN;
    const hear = ({ data }: Heard) => {
      const known = this.#rates.get(line) ?? UNKNOWN;
      if (known !== rate) [rate, left] = [known, known.burst];
      const passed = this.now() - at;
      at += passed;
      left = Math.min(rate.burst, left + (passed * rate.perSecond) / 1000) - 1 - (data?.length ?? 0) / PIECE;
      if (left < 0 || line.writeBuffer.length > MOST_WAITING || (line.transport.socket?.bufferedAmount ?? 0) > MOST_BYTES) this.#cut(line);
    };
    const pulses = ({ socket }: Transport) => {
      for (const event of ['ping', 'pong'] as const) socket?.on?.(event, (data) => hear({ data }));
    };
    line.on('packet', hear);
    line.on('upgrade', pulses);
    pulses(line.transport);
    // whoever is shown out may say goodbye, and not go on talking instead
    line.on('close', () => setTimeout(() => line.transport.socket?.terminate?.(), GOODBYE_MS).unref());
  }

  #cut(line: Line): void {
    line.transport.socket?.terminate?.();
    line.close(true);
    this.onCut(line);
  }

  /** A person's, from here on. */
  trust(line: object): void {
    this.#rates.set(line, PERSON);
  }
}
