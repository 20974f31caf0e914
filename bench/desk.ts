import { join } from 'node:path';
import { Client } from 'pg';
import { Agent, request } from 'undici';
import { dropThrowawayHome, makeThrowawayHome, startHomeCluster } from '@platform/embedded';
import { ensureDatabase } from '@platform/db';
import { multiply } from './many-tenders';
import { report } from './measure';
import { demonstrationOn, startTianping } from './process';
import { fill } from './reads';

const LOTS = Number(process.env['LOTS'] ?? 1_000_000);
/** Requests of one measurement, one after another. */
const ASKED = 100;
/** One lot in so many still runs; the others are history. */
const RUNS_ON = 5_000;
const LIMIT_MS = 50;

/** Whose page asks for what. */
const QUESTIONS = [
  ['to-do of an officer', 't1.officer.1', '/api/todo'],
  ['to-do of the agency', 'a1.officer.1', '/api/todo'],
  ['to-do of the bureau', 'sb.officer.1', '/api/todo'],
  ['limits that end soon', 'sb.officer.1', '/api/supervision/due'],
  ['what runs now', 'sb.officer.1', '/api/supervision/running'],
  ['own lots', 'a1.officer.1', '/api/tenders?mine=true&limit=20'],
  ['projects', 'a1.officer.1', '/api/projects'],
  ['projects that wait for the entry desk', 'tc.entry.1', '/api/projects?status=submitted'],
  ['projects of the bureau', 'sb.officer.1', '/api/projects'],
  ['requests that wait', 't1.approver.1', '/api/proposals'],
  ['sessions of the day', 'tc.hall.1', '/api/venue/sessions'],
  ['all lots, as anybody', undefined, '/api/tenders?limit=20'],
  ['lots that take bids', undefined, '/api/tenders?stage=bidding&limit=20'],
  ['lots that close soon', undefined, '/api/tenders?stage=bidding&sort=closing&limit=10'],
  ['lots by a word', undefined, '/api/tenders?q=%E5%B8%82%E6%94%BF&limit=20'],
] as const;

/** A duty for each lot, done where the lot is history; in seconds, past every rule. */
const HISTORY = [
  `update tender set status = 'contracted' where (hashtext(id::text) % ${RUNS_ON}) <> 0`,
  `update tender set deadline = tianping_now() + interval '20 days' where status <> 'contracted'`,
  `insert into duty (id, kind, object_id, owner, also, project_id, tender_id, article, opened_at, due_at, done_at)
     select gen_random_uuid(), 'opening.start', t.id, 'organisation:' || coalesce(t.agency_id, t.tenderer_id), 'organisation:' || t.tenderer_id, t.project_id, t.id, 'TBL-34', t.published_at, t.published_at + interval '20 days',
       case when t.status = 'contracted' then t.published_at + interval '20 days' end from tender t on conflict do nothing`,
  'analyze',
];

const agent = new Agent({ connections: 1 });

/** The 95th of a hundred, ms. */
async function p95(url: string, token: string | undefined): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < ASKED; n += 1) {
    const started = performance.now();
    const answer = await request(url, { dispatcher: agent, headers: token ? { authorization: `Bearer ${token}` } : {} });
    await answer.body.arrayBuffer();
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`);
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b)[Math.ceil(ASKED * 0.95) - 1]!;
}

async function signIn(url: string, login: string, password: string): Promise<string> {
  const answer = await request(`${url}/api/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) });
  return ((await answer.body.json()) as { token: string }).token;
}

/** What people look at first, with a hundred lots and with a million: the 95th percentile, against 50 ms and against the small installation in the same run. */
export async function desk(): Promise<void> {
  const home = await makeThrowawayHome();
  const cluster = await startHomeCluster(home, false);
  const DATABASE_URL = await ensureDatabase(cluster.url, 'tianping');
  const data = join(home, 'data');
  const ours = await startTianping({ ...demonstrationOn(DATABASE_URL), DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' });
  const owner = new Client({ connectionString: DATABASE_URL });
  try {
    const tenderId = await fill(ours.url, data, ours.password);
    const tokens = new Map<string, string>();
    for (const [, login] of QUESTIONS) if (login && !tokens.has(login)) tokens.set(login, await signIn(ours.url, login, ours.password));
    const measured = async () => {
      const all: number[] = [];
      for (const [, login, path] of QUESTIONS) {
        await p95(ours.url + path, login && tokens.get(login));
        all.push(await p95(ours.url + path, login && tokens.get(login)));
      }
      return all;
    };
    const few = await measured();
    await multiply(DATABASE_URL, tenderId, LOTS);
    await owner.connect();
    await owner.query('set session_replication_role = replica');
    for (const sql of HISTORY) await owner.query(sql);
    const many = await measured();
    for (const [i, [name]] of QUESTIONS.entries()) {
      report({ name: `${name}, p95 at ${LOTS} lots`, unit: 'ms', ours: [many[i]!], limit: [LIMIT_MS], limitName: 'at most', aim: { atMost: 1 } });
      report({ name: `${name}, grown from a hundred lots`, unit: 'ms', ours: [many[i]!], limit: [few[i]!], limitName: 'at 100 lots', aim: { atMost: 3 } });
    }
  } finally {
    await owner.end();
    await agent.close();
    await ours.stop();
    await cluster.stop();
    dropThrowawayHome(home);
  }
}
