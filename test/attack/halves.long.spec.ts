import { randomUUID } from 'node:crypto';
import { expert } from '@domain/demonstration';
import { createAuthority, issueCrl, readCertificate } from '@envelope';
import { Db, systemCaller } from '@platform/db';
import { request } from 'undici';
import { replacementText } from '@kernel';
import { yearTable } from '@domain/calendar';
import { ROLE_CODES, type RoleCode, ROLES } from '@domain/identity/roles';
import { Client } from '../../apps/cli/src/play/client';
import type { Firm } from '../../apps/cli/src/play/people';
import { startWorld, type World } from '../journeys/world';
import { closeAgent, openPg, tokensOf } from './surface';

/**
 * No act without its row, no row without its act: whichever table fails in the middle of an administrator's act, either all of it is there or
 * none. Each table in turn refuses to be written, and each act is tried against it.
 */
let world: World;
let pg: Awaited<ReturnType<typeof openPg>>;
let tokens: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
  [pg, tokens] = [await openPg(world), { ...(await tokensOf(world)), 'second-library-admin': world.office.librarySecond.token! }];
  await pg.query(`create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted fault'; end $$`);
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

interface Outcome {
  ok: boolean;
  requestId: string;
  /** What was answered. */
  said?: Record<string, string>;
}
type Attempt = () => Promise<Outcome>;

const now = new Date(Date.UTC(2025, 0, 1));
let serial = 0;

/** The requests of the attempt that is looked at. */
let under: string[] | undefined;

async function sent(role: string, path: string, body: unknown, method: 'POST' | 'DELETE' = 'POST'): Promise<Outcome> {
  const token = tokens[role];
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const answer = await request(world.url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  const said = (await answer.body.json()) as Record<string, string>;
  const requestId = String(answer.headers['x-request-id']);
  under?.push(requestId);
  return { ok: answer.statusCode < 400, requestId, said };
}

const authority = () => createAuthority({ commonName: `半途CA-${++serial}`, now });
/** What one asked for a security administrator confirms: the outcome is that of whichever did not succeed, or of the act. */
const bySecond = async (asked: Outcome, second = 'security-admin'): Promise<Outcome> =>
  asked.ok ? sent(second, `/api/proposals/${asked.said!['proposalId']}/confirm`, { contentSha256: asked.said!['contentSha256'] }) : asked;
const byTwo = async (path: string, body: unknown) => bySecond(await sent('system-admin', path, body));
/** The head asks about one of his people. */
const byHead = async (id: string, what: string) => bySecond(await sent('organisation-head', `/api/accounts/${id}/${what}`, { reason: '试验' }));
/** An administrator of the library asks, another confirms. */
const byLibrary = async (experts: object[]) => bySecond(await sent('library-admin', '/api/experts/import', { experts }), 'second-library-admin');
const anExpert = () => {
  const { code: _, ...one } = expert(++serial);
  return { ...one, certificate: world.office.authority.issue({ commonName: one.name, organisation: '云衡省评标专家库（演示）', uscc: '12990200MATP020166' }).certificatePem };
};
const recognise = async (known = authority()) => ({ known, outcome: await byTwo('/api/authorities', { pem: known.certificatePem, note: '试验' }) });

/** What an administrator does to something that has to be there before the fault is planted. */
const UPON: Record<string, { made: () => Promise<string>; act: (id: string) => Promise<Outcome> }> = {
  'asks for a role': { made: () => account(), act: (id) => sent('security-admin', `/api/accounts/${id}/roles`, { role: 'entry-officer', reason: '试验', endsAt: '2026-12-31T00:00:00Z' }) },
  'gives a first password': { made: () => colleague(), act: (id) => byHead(id, 'password/reset') },
  'sees his half of one': { made: () => halfGiven(), act: (id) => sent('security-admin', `/api/first-passwords/${id}/half`, {}) },
  'ends lost codes': { made: () => colleague(), act: (id) => byHead(id, 'codes/end') },
  'suspends an account': { made: () => colleague(), act: (id) => byHead(id, 'suspend') },
  'ends somebody’s sessions': { made: () => colleague(), act: (id) => sent('security-admin', `/api/sessions/of/${id}`, undefined, 'DELETE') },
  'replaces a certificate': { made: () => certified(), act: (login) => replaced(login) },
  'brings one back': { made: () => colleague({ suspended: true }), act: (id) => byHead(id, 'reinstate') },
};

/** What an administrator does, each time anew. */
const ACTS: Record<string, Attempt> = {
  'recognises an authority': async () => (await recognise()).outcome,
  'recognises one that answers by OCSP': () => byTwo('/api/authorities', { pem: authority().certificatePem, ocspUrl: 'http://127.0.0.1:9/ocsp' }),
  'ends an authority': async () => {
    const [one] = await pg.query<{ fingerprint: string }>(`select fingerprint from trusted_authority where ended_at is null and name like '半途CA%' limit 1`);
    return byTwo(`/api/authorities/${one!.fingerprint}/end`, { reason: '试验' });
  },
  'brings a list': async () => {
    const [issuer] = lists;
    const crl = issueCrl(issuer!.known, { number: ++serial, thisUpdate: new Date(Date.UTC(2026, 0, 1) + serial * 1000), nextUpdate: new Date(Date.UTC(2027, 0, 1)), revoked: [] });
    return sent('security-admin', `/api/authorities/${issuer!.fingerprint}/list`, { crl: Buffer.from(crl).toString('base64') });
  },
  'fetches the lists': () => sent('security-admin', '/api/authorities/refresh', {}),
  'makes an account': async () => sent('security-admin', '/api/accounts', { organisationId: await organisation(), ...person(), roles: [], reason: '试验' }),
  'brings experts': () => byLibrary([anExpert(), anExpert()]),
  'imports a year': () => byTwo('/api/calendar/years', yearNotice()),
  'renames the organisation': async () => {
    const { uscc } = await ownOrganisation();
    const name = `半途改名单位 ${++serial}（演示）`;
    const { certificatePem } = world.office.authority.issue({ commonName: name, organisation: name, uscc });
    return bySecond(await sent('organisation-head', '/api/me/organisation/name', { name, certificate: certificatePem }));
  },
  'moves the clock': async () => {
    const [clock] = await pg.query<{ now: Date }>('select tianping_now() as now');
    return sent('system-admin', '/api/clock', { to: new Date(clock!.now.getTime() + 5_000).toISOString() });
  },
  'counts the figures anew': () => sent('system-admin', '/api/statistics/recount', {}),
  ...Object.fromEntries(Object.entries(UPON).map(([what, { made, act }]) => [what, async () => act(await made())])),
  'publishes news': () => sent('entry-officer', '/api/news', { title: `试验 ${++serial}`, body: '正文' }),
  'adds a room': () => sent('hall-operator', '/api/venue/rooms', { name: `试验室 ${++serial}`, seats: 7 }),
};

const lists: { known: ReturnType<typeof authority>; fingerprint: string }[] = [];
const person = () => ({ login: `half.${++serial}`, name: `半途 ${serial}`, identityNumber: '110101199003070011' });
const organisation = async () =>
  (await pg.query<{ id: string }>('select id from organisation where uscc = $1', ['12990100MATP01021B']))[0]?.id ?? (await pg.query<{ id: string }>('select id from organisation limit 1'))[0]!.id;
const account = async () => {
  const id = randomUUID();
  await pg.query(`insert into account (id, version, organisation_id, login, name, person_hash) values ($1, 1, $2, $3, '半途', $4)`, [id, await organisation(), `half.${++serial}`, id]);
  return id;
};

/** One of the head's people, with all that can be ended: a password, codes, a session, a device. */
const colleague = async ({ suspended = false } = {}) => {
  const id = await account();
  await pg.query(
    `update account set organisation_id = (select organisation_id from account where login = 't1.head.1'), password_hash = 'x', totp_secret = 'x', totp_since = tianping_now(), suspended_at = case when $2 then tianping_now() end where id = $1`,
    [id, suspended],
  );
  await pg.query('insert into known_device (token_hash, account_id) values ($1, $2)', [randomUUID(), id]);
  return id;
};

const ownOrganisation = async () => (await pg.query<{ uscc: string }>(`select o.uscc from organisation o join account a on a.organisation_id = o.id where a.login = 't1.head.1'`))[0]!;

const YEAR = Math.max(...yearTable().years) + 1;
const HOLIDAYS = ['01-01', '01-02', '01-03', '02-05', '02-06', '02-07', '02-08', '02-09', '02-10', '02-11', '04-05', '05-01', '10-01', '10-02', '10-03'];
const yearNotice = () => ({ year: YEAR, notice: `关于 ${YEAR} 年部分节假日安排的通知（第 ${++serial} 次）`, holidays: HOLIDAYS.map((day) => `${YEAR}-${day}`), workdays: [] });

/** A bidder whose certificate is to be replaced, by his login. */
const firms = new Map<string, Firm>();
const certified = async () => {
  const { firm } = await world.bidder(`半途-${++serial}`);
  firms.set(firm.login, firm);
  return firm.login;
};
async function replaced(login: string): Promise<Outcome> {
  const { name, uscc } = firms.get(login)!;
  const identity = world.office.authority.issue({ commonName: name, organisation: name, uscc });
  const proof = await new Client(world.url, undefined, identity).sign(replacementText(login, readCertificate(identity.certificatePem).fingerprint));
  return bySecond(await sent('nobody', '/api/certificates/replacements', { login, certificate: identity.certificatePem, proof, confirmer: 'security-admin' }));
}

const halfGiven = async () => {
  const id = await colleague();
  const tomorrow = 'clock_timestamp() + make_interval(days => 1)';
  await pg.query(`insert into first_password_half (account_id, place, holder, ends_at) select $1, 1, id, ${tomorrow} from account where login = 'sys.security.1'`, [id]);
  return id;
};

/** What an act can leave: its row, and everything else. */
const digest = async () => {
  const tables = (await pg.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename <> all($1) order by 1`, [BESIDE])).map(({ name }) => name);
  const [row] = await pg.query<Record<string, string>>(
    `select ${tables.map((name) => `(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from "${name}" t ${DONE[name] ?? ''}) as "${name}"`).join(', ')}`,
  );
  return row!;
};
/** Not part of any act: sessions' and jobs' own business, what is counted before anything is done, the log and the trail (looked at apart). */
const BESIDE = ['audit_entry', 'event_log', 'event_cursor', 'idempotency_key', 'session', 'attempt_meter', 'migrations', 'time_source', 'statistics_cell', 'job_run', 'platform_beat'];
/** A request that waits for its second person is an act of its own, done whether or not that one succeeds. */
const DONE: Record<string, string> = { proposal: `where status <> 'open'` };

/** What is wrong with how an attempt ended: half of it is there. */
async function halfOf(attempt: Attempt): Promise<string | undefined> {
  const before = await digest();
  const { ok, requestId } = await attempt();
  const done = await pg.query(`select 1 from audit_entry where request_id = $1 and outcome = 'done'`, [requestId]);
  if (ok) return done.length > 0 ? undefined : 'done without a row';
  if (done.length > 0) return 'a row without its act';
  const after = await digest();
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  return changed.length > 0 ? `refused, and yet changed: ${changed.join()}` : undefined;
}

async function withFault<T>(table: string, work: () => Promise<T>): Promise<T> {
  await pg.query(`create trigger planted before insert or update or delete on "${table}" for each row execute function planted()`);
  try {
    return await work();
  } finally {
    await pg.query(`drop trigger planted on "${table}"`);
  }
}

test('every act succeeds when nothing fails, with its row', async () => {
  const { known } = await recognise();
  for (let i = 0; i < 3; i += 1) await recognise();
  const [row] = await pg.query<{ fingerprint: string }>(`select fingerprint from trusted_authority where pem = $1`, [known.certificatePem]);
  lists.push({ known, fingerprint: row!.fingerprint });
  for (const [what, attempt] of Object.entries(ACTS)) {
    under = [];
    expect([what, await halfOf(attempt)]).toEqual([what, undefined]);
    recorded.set(what, new Set((await pg.query<{ act: string }>(`select act from audit_entry where request_id = any($1) and outcome = 'done'`, [under])).map(({ act }) => act)));
    under = undefined;
    expect([what, (await attempt()).ok]).toEqual([what, true]);
  }
});

/** Who administers: the three that the law keeps apart, and those of libraries and organisations. */
const ADMINISTRATORS: RoleCode[] = ['security-admin', 'system-admin', 'audit-admin', 'library-admin', 'organisation-head'];
/** What everybody may who is signed in stands in every role; a permission to read leaves nothing; a request is confirmed by what it asks for. */
const EVERYBODYS = new Set<string>(ROLES['audit-admin'].acts.filter((act) => ROLE_CODES.every((role) => (ROLES[role].acts as readonly string[]).includes(act))));
const READS = /\.(read|read-own|read-platform)$/;
/** `certificate.replace` is asked for without a session, and is an act of the administrator who confirms it. */
const theirActs = [...new Set([...ADMINISTRATORS.flatMap((role) => [...ROLES[role].acts] as string[]), 'certificate.replace'])].filter(
  (act) => !EVERYBODYS.has(act) && !READS.test(act) && act !== 'proposal.confirm',
);

/** Acts by what was tried: those with a row, done, of its requests. */
const recorded = new Map<string, Set<string>>();
const missing = (tried: ReadonlyMap<string, ReadonlySet<string>>) => theirActs.filter((act) => ![...tried.values()].some((acts) => acts.has(act)));

test('every act that an administrator’s role gives him is among those that are tried', () => {
  expect(theirActs.length).toBeGreaterThan(15);
  expect(missing(recorded)).toEqual([]);
  // negative control: with what leaves the rows of an act taken away, the act is missing
  for (const act of theirActs) expect(missing(new Map([...recorded].filter(([, acts]) => !acts.has(act))))).toContain(act);
});

// negative control: a recognised authority was recorded first and written after, a brought list written first and recorded after; both were found here
test('whichever table fails, nothing is done by half', async () => {
  const tables = (await pg.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('session', 'migrations', 'installation')`)).map(
    ({ name }) => name,
  );
  const halves: string[] = [];
  let failures = 0;
  for (const table of tables)
    for (const [what, attempt] of Object.entries(ACTS)) {
      const upon = UPON[what];
      const made = await upon?.made();
      const prepared: Attempt = upon ? () => upon.act(made!) : attempt;
      const counted: Attempt = async () => {
        const outcome = await prepared();
        failures += outcome.ok ? 0 : 1;
        return outcome;
      };
      const half = await withFault(table, () => halfOf(counted));
      if (half) halves.push(`${what}, ${table} failing: ${half}`);
    }
  expect(halves).toEqual([]);
  expect(failures).toBeGreaterThanOrEqual(2 * Object.keys(ACTS).length); // the trail and the log fail for each; most have a table of their own
}, 600_000);

test('planted faults of both kinds are found', async () => {
  const db = world.running.app.get(Db);
  const caller = () => ({ ...systemCaller('test.half'), requestId: randomUUID() });
  const event = { type: 'test.half', objectType: 'test', objectId: 'half' };
  const news = () => pg.query(`insert into news (id, kind, title, body, published_at, account_id) select gen_random_uuid(), 'news', 'x', 'x', now(), (select id from account limit 1)`);
  const tried = async (requestId: string, work: () => Promise<unknown>): Promise<Outcome> =>
    work().then(
      () => ({ ok: true, requestId }),
      () => ({ ok: false, requestId }),
    );
  const recordFirst: Attempt = () => {
    const own = caller();
    return tried(own.requestId, async () => {
      await db.run(own, (tx) => tx.record(event));
      await news();
    });
  };
  const effectFirst: Attempt = () => {
    const own = caller();
    return tried(own.requestId, async () => {
      await news();
      await db.run(own, (tx) => tx.record(event));
    });
  };
  expect(await withFault('news', () => halfOf(recordFirst))).toBe('a row without its act');
  expect(await withFault('audit_entry', () => halfOf(effectFirst))).toBe('refused, and yet changed: news');
  expect(await halfOf(() => tried(randomUUID(), news))).toBe('done without a row');
});
