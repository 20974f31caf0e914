import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Refused } from '../play/client';
import { tell } from './tell';

/** What the folder remembers of an upload, so that the command can be killed and run again. */
interface State {
  uploadId: string;
  pieceSize: number;
  tender: string;
  sha256: string;
  size: number;
}

export interface Sending {
  dir: string;
  tender: string;
  /** The sealed file. */
  file: string;
  client: Client;
  say?: (line: string) => void;
  /** Milliseconds before try number `n` after a cut; tests wait less. */
  wait?: (n: number) => number;
}

const STATE = 'upload.json';
const TRIES = 20;
const LEAST_PIECE = 256 * 1024;
const MIB = 2 ** 20;

const backOff = (n: number) => Math.min(30_000, 1000 * 2 ** (n - 1));
const told = (line: string) => tell`${line}`;

export async function measured(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: MIB })) {
    hash.update(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** A fresh try may help: the line was cut, a piece was damaged, somebody else is writing, or the platform is not well. */
function passing(error: unknown): boolean {
  if (!(error instanceof Refused)) return 'code' in (error as object); // the network's errors have codes, mistakes of ours have none
  const { status, code } = error.problem;
  return status >= 500 || ['http.broken-off', 'bidding.piece-damaged', 'bidding.wrong-offset', 'bidding.upload-busy'].includes(code);
}

/** Sends a sealed file in pieces and goes on after any cut, also one of this command itself. Returns when the platform has it whole. */
export async function sendSealed(sending: Sending): Promise<{ sha256: string; size: number }> {
  const { size, sha256 } = await measured(sending.file);
  const file = await open(sending.file, 'r');
  try {
    const transfer = new Transfer(sending, file, await stateOf(sending, { size, sha256 }));
    await transfer.run();
    return { size, sha256 };
  } finally {
    await file.close();
  }
}

/** The upload that was begun for these very bytes, or a new one. */
async function stateOf({ dir, tender, client, say = told }: Sending, { size, sha256 }: { size: number; sha256: string }): Promise<State> {
  const path = join(dir, STATE);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as State) : undefined;
  if (kept && kept.sha256 === sha256 && kept.size === size && kept.tender === tender && (await known(client, kept.uploadId))) {
    say('继续上次的上传 / going on with the upload that was begun before');
    return kept;
  }
  // the other one would keep its room for a day; a finished or unknown one is left alone
  if (kept) await client.delete(`/api/uploads/${kept.uploadId}`).catch(() => undefined);
  if (kept) say('密文已改变，或上次的上传已失效，重新上传 / the sealed file has changed or the earlier upload is gone: beginning anew');
  const begun = await client.post<{ uploadId: string; pieceSize: number }>(`/api/tenders/${tender}/uploads`, { size });
  const state = { ...begun, tender, sha256, size };
  writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`);
  return state;
}

async function known(client: Client, uploadId: string): Promise<boolean> {
  try {
    await client.get(`/api/uploads/${uploadId}`);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return false;
    throw error;
  }
}

class Transfer {
  #failed = 0;
  #percent = -1;
  #piece: number;
  readonly #say: (line: string) => void;
  readonly #wait: (n: number) => number;

  constructor(
    private readonly sending: Sending,
    private readonly file: FileHandle,
    private readonly state: State,
  ) {
    this.#piece = state.pieceSize;
    this.#say = sending.say ?? told;
    this.#wait = sending.wait ?? backOff;
  }

  async run(): Promise<void> {
    let at = await this.#again(() => this.#received());
    while (at < this.state.size) at = await this.#again(async (retry) => this.#put(retry ? await this.#received() : at));
    await this.#again(() => this.sending.client.post(`/api/uploads/${this.state.uploadId}/complete`, { sha256: this.state.sha256 }));
  }

  async #received(): Promise<number> {
    return (await this.sending.client.get<{ received: number }>(`/api/uploads/${this.state.uploadId}`)).received;
  }

  async #put(at: number): Promise<number> {
    if (at >= this.state.size) return at;
    const length = Math.min(this.#piece, this.state.size - at);
    const { buffer, bytesRead } = await this.file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead !== length) throw new Error(`${this.sending.file} 在上传时被改动 / was changed while it was sent`);
    const digest = createHash('sha256').update(buffer).digest('base64');
    const { received } = await this.sending.client.put<{ received: number }>(`/api/uploads/${this.state.uploadId}?offset=${at}`, buffer, { 'content-digest': `sha-256=:${digest}:` });
    this.#piece = Math.min(this.state.pieceSize, this.#piece * 2);
    this.#progress(received);
    return received;
  }

  /** Until it works; gives up after so many failures in a row. Smaller pieces follow a cut: a piece counts whole or not at all. */
  async #again<T>(work: (retry: boolean) => Promise<T>): Promise<T> {
    for (let retry = false; ; retry = true) {
      try {
        const done = await work(retry);
        this.#failed = 0;
        return done;
      } catch (error) {
        if (!passing(error) || (this.#failed += 1) > TRIES) throw error;
        this.#piece = Math.max(Math.min(LEAST_PIECE, this.state.pieceSize), Math.floor(this.#piece / 2));
        await this.#pause(error);
      }
    }
  }

  async #pause(error: unknown): Promise<void> {
    const ms = this.#wait(this.#failed);
    const seconds = Math.round(ms / 1000);
    const reason = error instanceof Refused ? error.problem.detail : (error as Error).message;
    this.#say(`上传中断（${reason}），${seconds} 秒后第 ${this.#failed}/${TRIES} 次重试 / cut off, try ${this.#failed} of ${TRIES} in ${seconds} s`);
    await sleep(ms);
  }

  #progress(at: number): void {
    const percent = Math.floor((at * 100) / this.state.size);
    if (percent < this.#percent + 5 && at < this.state.size) return;
    this.#percent = percent;
    const [sent, whole] = [at, this.state.size].map((bytes) => (bytes / MIB).toFixed(1));
    this.#say(`已上传 ${percent}% / sent: ${sent} / ${whole} MiB`);
  }
}
