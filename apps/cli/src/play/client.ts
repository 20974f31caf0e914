import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Identity } from '@domain/demonstration';
import { signDetached } from '@envelope';
import type { Problem } from '@platform/http';

/** What the platform refused, with its problem+json. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

/** A slow machine has a queue before its passwords. */
const BUSY = 'lanes.full';
const PATIENCE = 10;

let agent: Agent | undefined;

const connections = (): Agent => (agent ??= new Agent({ connections: 32, keepAliveTimeout: 30_000, pipelining: 1 }));

/** A detached CMS signature over a text, base64. */
export const sign = (text: string, identity: Identity, signingTime: Date): string => Buffer.from(signDetached(Buffer.from(text), { ...identity, signingTime })).toString('base64');

/** Of platforms whose clock only this process moves: by how many milliseconds their time is ahead of this machine's, once it was asked for. */
const leads = new Map<string, Promise<number> | undefined>();

/** For whoever alone moves the clock of this platform: its time is asked for once after each move, not before each signature. */
export const keepTime = (base: string): void => void leads.set(base, undefined);

/** One account's access to the public HTTP interface, with its certificate where it has one; every write carries its own Idempotency-Key. */
export class Client {
  constructor(
    readonly base: string,
    readonly token?: string,
    readonly identity?: Identity,
  ) {}

  /** The platform's time: this machine's clock may be wrong, and a demonstration's is moved. */
  async now(): Promise<Date> {
    if (!leads.has(this.base)) return this.#asked();
    const lead = leads.get(this.base) ?? this.#asked().then((now) => now.getTime() - Date.now());
    leads.set(this.base, lead);
    lead.catch(() => keepTime(this.base)); // who asks next asks again
    return new Date(Date.now() + (await lead));
  }

  async #asked(): Promise<Date> {
    return new Date((await this.get<{ now: string }>('/api/clock')).now);
  }

  /** Moves the simulated clock. */
  async advance(to: Date): Promise<void> {
    await this.post('/api/clock', { to: to.toISOString() });
    if (leads.has(this.base)) keepTime(this.base);
  }

  /** With this person's certificate, now; undefined where he has none. */
  async sign(text: string): Promise<string | undefined> {
    return this.identity && sign(text, this.identity, await this.now());
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#send<T>('POST', path, JSON.stringify(body), 'application/json');
  }

  delete<T>(path: string): Promise<T> {
    return this.#send<T>('DELETE', path);
  }

  /** Sends bytes as they are. */
  put<T>(path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<T> {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return this.#send<T>('PUT', path, bytes, 'application/octet-stream', headers);
  }

  async text(path: string): Promise<string> {
    const answer = await request(this.base + path, { dispatcher: connections(), headers: this.#headers() });
    const text = await textOf(answer.body);
    if (answer.statusCode >= 400) throw new Refused(JSON.parse(text) as Problem);
    return text;
  }

  async #send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: string | Buffer, type?: string, more: Record<string, string> = {}): Promise<T> {
    const headers = { ...this.#headers(), ...more, ...(type ? { 'content-type': type, 'idempotency-key': randomUUID() } : {}) };
    for (let tries = 1; ; tries += 1) {
      const answer = await request(this.base + path, { method, dispatcher: connections(), headers, ...(body === undefined ? {} : { body }) });
      const data = jsonOf(await textOf(answer.body), answer.statusCode);
      if (answer.statusCode < 400) return data as T;
      if ((data as Problem).code !== BUSY || tries === PATIENCE) throw new Refused(data as Problem);
      await sleep(1000 * Number(answer.headers['retry-after'])); // nothing was done, and the platform says when to come again
    }
  }

  #headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }
}

/** What is no JSON was answered by what stands before the platform, and is told as the refusal that it is. */
function jsonOf(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const detail = `HTTP ${status}: ${text.slice(0, 200)}`;
    throw new Refused({ type: 'about:blank', title: String(status), status: Math.max(status, 500), detail, code: 'http', requestId: '', violations: [{ code: 'http', detail }] });
  }
}

/** Bytes of an answer: far above the largest that the platform gives in words. */
const LONGEST_ANSWER = 64 * 2 ** 20;

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    if ((size += chunk.length) > LONGEST_ANSWER) throw new Error(`回答超过 64 MiB，不再读取 / the answer is over 64 MiB and is read no further`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Ends the kept connections, so that the process can end; a later request opens new ones. */
export async function closeConnections(): Promise<void> {
  const open = agent;
  agent = undefined;
  await open?.close();
}
