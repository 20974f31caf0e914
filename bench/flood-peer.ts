import { randomBytes, randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { io } from 'socket.io-client';
import type { Flooding } from './flood-doors';

/**
 * Strangers at the doors of the platform, in a process of their own: they ask as fast as they are answered, for SECONDS. At the end it prints how
 * often they were answered, and how many acts of theirs were refused: each of them has to be in the trail.
 */
export interface Flooded {
  /** By door. */
  answers: Record<string, Record<string, number>>;
  refused: number;
}

const { URL: BASE = '', DOORS = '', SECONDS = '5', TOKEN = '', TENDER = '', WIDTH = '32', ADDRESSES = '1' } = process.env;
const until = performance.now() + Number(SECONDS) * 1000;
const doors = DOORS.split(',');
const agent = new Agent({ connections: Number(WIDTH) * doors.length, pipelining: 1 });
const told: Flooded = { answers: {}, refused: 0 };

function note(door: string, answer: string): void {
  const answers = (told.answers[door] ??= {});
  answers[answer] = (answers[answer] ?? 0) + 1;
}

async function ask(method: Dispatcher.HttpMethod, path: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<string> {
  try {
    const answer = await request(BASE + path, { method, dispatcher: agent, headers: { ...from(), ...headers }, ...(body === undefined ? {} : { body }) });
    await answer.body.arrayBuffer();
    if (method !== 'GET' && answer.statusCode >= 400) told.refused += 1;
    return String(answer.statusCode);
  } catch (error) {
    return (error as { code?: string }).code ?? 'cut';
  }
}

/** One of many strangers, as a proxy would tell of him; or the address that the bidders have too. */
const from = (): Record<string, string> => (ADDRESSES === '1' ? {} : { 'x-forwarded-for': `198.51.${Math.floor((Math.random() * Number(ADDRESSES)) / 250)}.${Math.floor(Math.random() * 250)}` });

const OF_BIDDER = { 'content-type': 'application/octet-stream', authorization: `Bearer ${TOKEN}` };
const JSON_TYPE = { 'content-type': 'application/json' };
const word = () => ['道路', '改造', '学校', '医院', '桥梁'][Math.floor(Math.random() * 5)]! + Math.floor(Math.random() * 1000);
const blob = Buffer.alloc(1_000_000, 7);
/** What begins as a sealed body does is stored, until the sender's quota is full; each is another. */
const sealed = () => Buffer.concat([Buffer.of(40), randomBytes(999_999)]);

const REGISTRATION = JSON.stringify({
  ...{ name: '洪水', uscc: '91990100MATP100165', region: '990100', account: { login: 'flood', name: '洪水', identityNumber: '110101199003070011' } },
  ...{ certificate: `-----BEGIN CERTIFICATE-----\n${'A'.repeat(2000)}\n-----END CERTIFICATE-----`, proof: Buffer.alloc(2000, 48).toString('base64') },
});

/** Well formed, and by nobody’s key. */
const SIGNED_IN = JSON.stringify({ login: 'bidder-0001', nonce: 'a'.repeat(64), signature: Buffer.alloc(2000, 48).toString('base64') });

/** One request at each door. */
const ASKS: Record<Exclude<Flooding, 'sockets'>, () => Promise<string>> = {
  'sign-ins': () => ask('POST', '/api/sessions', JSON.stringify({ login: `a1.officer.${Math.floor(Math.random() * 50)}`, password: 'wrong-password' }), JSON_TYPE),
  searches: () => ask('GET', `/api/tenders?q=${encodeURIComponent(word())}&sort=closing`),
  exports: () => ask('GET', `/api/tenders.xlsx?q=${encodeURIComponent(word().slice(0, 2))}`),
  pages: () => ask('GET', `/tenders?q=${encodeURIComponent(word())}`),
  'unknown paths': () => ask('POST', `/${randomUUID()}`, '{}', JSON_TYPE),
  registrations: () => ask('POST', '/api/organisations', REGISTRATION, JSON_TYPE),
  'certificate sign-ins': () => ask('POST', '/api/sessions/challenge', JSON.stringify({ login: `bidder-${Math.floor(Math.random() * 5000)}` }), JSON_TYPE),
  'signed sign-ins': () => ask('POST', '/api/sessions/certificate', SIGNED_IN, JSON_TYPE),
  reads: () => ask('GET', `/api/tenders/${randomUUID()}`),
  files: () => ask('GET', '/assets/mark.svg'),
  healths: () => ask('GET', '/health/ready'),
  'made-up sessions': () => ask('POST', '/api/proposals/x/confirm', '{}', { ...JSON_TYPE, authorization: `Bearer ${'a'.repeat(43)}${randomUUID().slice(0, 22)}` }),
  // half of them from a bidder who is signed in: a stranger to the one who is measured
  uploads: () => (Math.random() < 0.5 ? ask('PUT', '/api/files?name=a.pdf', blob, { 'content-type': 'application/pdf' }) : ask('PUT', `/api/tenders/${TENDER}/bid-content`, blob, OF_BIDDER)),
  'sealed uploads': () => ask('PUT', `/api/tenders/${TENDER}/bid-content`, sealed(), OF_BIDDER),
};

async function clients(door: string): Promise<void> {
  const client = async () => {
    while (performance.now() < until) note(door, await ASKS[door as keyof typeof ASKS]());
  };
  await Promise.all(Array.from({ length: Number(WIDTH) }, client));
}

/** 20 sockets without a session, each with 100 messages a second; who is closed comes again. */
async function sockets(): Promise<void> {
  const talker = async () => {
    while (performance.now() < until) {
      const socket = io(BASE, { transports: ['websocket'], forceNew: true, reconnection: false, timeout: 5_000, extraHeaders: from() });
      const open = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('connect_error', () => resolve(false)));
      note('sockets', open ? 'connected' : 'not connected');
      while (open && socket.connected && performance.now() < until) {
        for (let i = 0; i < 10; i += 1)
          socket.timeout(5_000).emit('room.enter', {}, (lost: Error | null, answer?: { ok: boolean }) => {
            note('sockets', lost ? 'unanswered' : 'message');
            if (!lost && answer?.ok === false) told.refused += 1;
          });
        await sleep(100);
      }
      await sleep(200);
      socket.disconnect();
    }
  };
  await Promise.all(Array.from({ length: 20 }, talker));
  await sleep(500);
}

async function main(): Promise<void> {
  setPriority(10); // floods come from elsewhere: their work takes nothing from this machine’s
  console.log('begun');
  await Promise.all(doors.map((door) => (door === 'sockets' ? sockets() : clients(door))));
  await agent.close();
  console.log(JSON.stringify(told));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
