import { join } from 'node:path';
import { Agent, request } from 'undici';
import { ask, confirm, openOffice, platformTime } from '../apps/cli/src/play/office';
import { signIn } from '../apps/cli/src/play/people';
import { publish, uploadDocument } from '../apps/cli/src/play/life';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { ensureDatabase } from '@platform/db';
import { interleaved, report } from './measure';
import { demonstrationOn, startPeer, startTianping } from './process';

const RUNS = 5;
const SECONDS = 2;
const CLIENTS = 16;
const TENDERS = 100;

/** Who read: nobody has more than half of a lane to himself. */
const READERS = ['t1.officer.1', 't1.approver.1', 'tc.hall.1', 'tc.entry.1'];

const agent = new Agent({ connections: CLIENTS });

/** Requests a second with 16 clients, of whom each has one of the tokens; every answer is read and must be a 200. */
async function load(url: string, tokens: readonly string[]): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  const client = async (i: number) => {
    const headers: Record<string, string> = tokens.length ? { authorization: `Bearer ${tokens[i % tokens.length]!}` } : {};
    while (performance.now() < until) {
      const answer = await request(url, { dispatcher: agent, headers });
      await answer.body.arrayBuffer();
      if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i)));
  return done / SECONDS;
}

export async function fill(url: string, home: string, password: string, tenders = TENDERS): Promise<string> {
  const office = await openOffice(url, home, password);
  const documentId = await uploadDocument(office, '招标文件');
  const now = await platformTime(office.officer);
  let last = '';
  for (let i = 0; i < tenders; i += 1) {
    const source = { title: `市政道路改造工程第${i}标段`, method: 'lowest-price', bids: [] };
    const project = {
      name: source.title,
      category: 'construction',
      kind: 'A02',
      region: '990100',
      tendererUscc: office.tendererUscc,
      mandate: '1',
      approvalNumber: '1',
      fundsSource: '1',
      estimateFen: null,
      stateControlled: true,
      mandatory: true,
    };
    const { projectId } = await office.officer.post<{ projectId: string }>('/api/projects', project);
    await confirm(office.approver, await ask(office.officer, `/api/projects/${projectId}/submit`));
    await office.entry.post(`/api/projects/${projectId}/accept`);
    last = (await publish(office, projectId, source as never, documentId, now)).tenderId;
  }
  return last;
}

/** Signed-in readers of one tender and of a page of twenty, against bare Fastify with pg that runs the same statements without any check. */
export async function reads(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const data = join(home, 'data');
  const ours = await startTianping({ ...demonstrationOn(DATABASE_URL), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' });
  const id = await fill(ours.url, data, ours.password);
  const peer = await startPeer('bare-server.js', { DATABASE_URL });
  const tokens: string[] = [];
  for (const login of READERS) tokens.push((await signIn(ours.url, login, ours.password)).token!);
  try {
    for (const [name, path] of [
      ['read by id', `/api/tenders/${id}`],
      ['list of 20', '/api/tenders?limit=20'],
    ] as const) {
      await load(ours.url + path, tokens);
      await load(peer.url + path, []);
      const { a, b } = await interleaved(
        RUNS,
        () => load(ours.url + path, tokens),
        () => load(peer.url + path, []),
      );
      report({ name, unit: 'requests/s', ours: a, limit: b, limitName: 'bare Fastify + pg', aim: { atLeast: 0.6 } });
    }
  } finally {
    await agent.close();
    await peer.stop();
    await ours.stop();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
