import { NotFoundException, PayloadTooLargeException, UnauthorizedException } from '@nestjs/common';
import { BusinessError, defineRefusals } from '@kernel';
import { QueryFailedError } from 'typeorm';
import { openTestDb, type TestDb } from '@test/setup/database';
import { RefusalTrail } from '../audit';
import type { ActorSource } from '../auth';
import { type Caller, PUBLIC_ACTOR } from '../db';
import { asBusinessError, ProblemFilter } from './problem.filter';
import { setLogLevel } from '../log';
import { problemOf } from './problem';

beforeAll(() => setLogLevel('silent'));
afterAll(() => setLogLevel('info'));

const R = defineRefusals('spec', {
  late: { status: 422, article: 'TBL-28', zh: '已过 {deadline}', en: 'After {deadline}', next: { zh: '下次早于 {deadline}', en: 'Next time before {deadline}' } },
  wrong: { status: 409, zh: '不对', en: 'Wrong' },
});

const request = { method: 'POST', url: '/api/things', id: 'request-1' };
const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const driver = (code: string, message = 'x') => new QueryFailedError('select 1', [], coded(code, message));
const http = (statusCode: number) => Object.assign(new Error('from fastify'), { statusCode });

const MAPPED: [string, unknown, number, string][] = [
  ['a refusal', new BusinessError([R.wrong()]), 409, 'spec.wrong'],
  ['an unknown route', new NotFoundException(), 404, 'http.no-route'],
  ['a body that is too large', http(413), 413, 'http.too-large'],
  ['a media type', http(415), 415, 'http.media-type'],
  ['broken JSON', http(400), 400, 'http.malformed'],
  ['another 4xx of the framework', new UnauthorizedException(), 400, 'http.malformed'],
  ['a refused connection', coded('ECONNREFUSED'), 503, 'http.unavailable'],
  ['a server that shuts down', driver('57P01'), 503, 'http.unavailable'],
  ['too many connections', driver('53300'), 503, 'http.unavailable'],
  ['a connection cut in mid-statement', new QueryFailedError('select 1', [], new Error('Connection terminated unexpectedly')), 503, 'http.unavailable'],
  ['no connection in time', new Error('timeout exceeded when trying to connect'), 503, 'http.unavailable'],
  ['a disk that is full', coded('ENOSPC'), 507, 'http.no-room'],
  ['a database whose disk is full', driver('53100'), 507, 'http.no-room'],
  ['a bucket without room', { $metadata: { httpStatusCode: 507 } }, 507, 'http.no-room'],
  ['a socket that is not there now', Object.assign(new Error('connect ENOENT'), { code: 'ENOENT', syscall: 'connect' }), 503, 'http.unavailable'],
  ['a server that hangs', new Error('Query read timeout'), 503, 'http.unavailable'],
  ['a file that is missing', Object.assign(new Error('open ENOENT'), { code: 'ENOENT', syscall: 'open' }), 500, 'http.unexpected'],
  ['what is there already', driver('23505'), 409, 'platform.there-already'],
  ['what overlaps', coded('23P01'), 409, 'platform.there-already'],
  ['a reference to nothing', driver('23503'), 409, 'platform.reference-gone'],
  ['what a check refuses', coded('23514'), 422, 'platform.out-of-bounds'],
  ['an instant that no column holds', driver('22008'), 400, 'platform.not-storable'],
  ['a column that was left out', driver('23502'), 500, 'http.unexpected'],
  ['a bug', new TypeError('x is undefined'), 500, 'http.unexpected'],
  ['nothing at all', undefined, 500, 'http.unexpected'],
  ['text', 'thrown text', 500, 'http.unexpected'],
];

test.each(MAPPED)('%s', (_what, error, status, code) => {
  const told = asBusinessError(error, request);
  expect([told.status, told.refusals[0].code]).toEqual([status, code]);
  expect(JSON.stringify(problemOf(told, 'zh', 'request-1'))).not.toContain('x is undefined');
});

test('a 413 of Nest is told like one of Fastify', () => {
  expect(asBusinessError(new PayloadTooLargeException(), request).status).toBe(413);
});

test.each([
  ['zh', '已过 5月1日 不对', '《招标投标法》第二十八条', '下次早于 5月1日'],
  ['en', 'After 5月1日 Wrong', 'Tendering and Bidding Law, art. 28', 'Next time before 5月1日'],
] as const)('a problem in %s: all broken rules, article, what to do next', (language, detail, citation, next) => {
  const problem = problemOf(new BusinessError([R.late({ deadline: '5月1日' }, '/at'), R.wrong()]), language, 'request-1');
  expect(problem).toMatchObject({ type: 'urn:tianping:problem:spec.late', status: 422, code: 'spec.late', requestId: 'request-1', detail });
  expect(problem.violations[0]).toMatchObject({ article: 'TBL-28', citation, next, pointer: '/at', params: { deadline: '5月1日' } });
  expect(problem.violations[1]).toEqual({ code: 'spec.wrong', detail: language === 'zh' ? '不对' : 'Wrong' });
});

describe('the filter', () => {
  let pg: TestDb;
  let refusals: RefusalTrail;
  const errors: unknown[] = [];
  beforeAll(async () => {
    pg = await openTestDb();
    refusals = new RefusalTrail(pg.db, (error) => errors.push(error));
  });
  afterAll(async () => {
    await refusals?.stop();
    await pg?.close();
  });

  interface Sent {
    status: number;
    headers: Record<string, string>;
    body: string;
  }

  async function answer(error: unknown, method = 'POST', accept?: string): Promise<Sent> {
    const sent: Sent = { status: 0, headers: {}, body: '' };
    const reply = {
      status: (status: number) => Object.assign(reply, (sent.status = status) && {}),
      header: (name: string, value: string) => Object.assign(reply, (sent.headers[name] = value) && {}),
      send: async (body: string) => void (sent.body = body),
    };
    const caller: Caller = { actor: PUBLIC_ACTOR, act: 'thing.do', ip: '192.0.2.1', requestId: request.id, language: 'en' };
    const asked = { ...request, method, headers: { accept }, caller, way: { lane: 'public', who: 'x' } };
    const host = { switchToHttp: () => ({ getRequest: () => asked, getResponse: () => reply }) };
    await new ProblemFilter(refusals, {} as ActorSource).catch(error, host as never);
    return sent;
  }
  const trail = () => pg.db.read<{ outcome: string }>('select outcome, detail, ip, request_id as "requestId" from audit_entry order by seq desc');

  test('answers problem+json that no cache keeps', async () => {
    const { status, headers, body } = await answer(new BusinessError([R.late({ deadline: '1 May' })]));
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([422, 'application/problem+json; charset=utf-8', 'no-store']);
    expect(JSON.parse(body)).toMatchObject({ code: 'spec.late', detail: 'After 1 May' });
    expect((await trail())[0]).toMatchObject({
      outcome: 'refused',
      ip: '192.0.2.1',
      requestId: 'request-1',
      detail: { codes: ['spec.late'], articles: ['TBL-28'], status: 422, path: 'POST /api/things' },
    });
  });

  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  // negative control: with `escaped` left out, the script is in the page
  test('who follows a link in a browser reads a page, and nothing that he typed runs in it', async () => {
    const { status, headers, body } = await answer(new BusinessError([R.late({ deadline: '<script>alert(1)</script>' }), R.wrong()]), 'GET', BROWSER);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([422, 'text/html; charset=utf-8', 'no-store']);
    for (const said of ['After &lt;script&gt;', 'Tendering and Bidding Law, art. 28', 'Next time before', 'Wrong', 'request-1', 'lang="en"']) expect(body).toContain(said);
    expect(body).not.toContain('<script');
  });

  test.each([
    ['a program', 'GET', '*/*'],
    ['the page that fetches', 'GET', 'application/json'],
    ['an act, even of a browser', 'POST', BROWSER],
    ['nobody who says', 'GET', undefined],
  ])('%s reads problem+json', async (_who, method, accept) => {
    const { headers, body } = await answer(new BusinessError([R.wrong()]), method, accept);
    expect([headers['content-type'], JSON.parse(body)]).toMatchObject(['application/problem+json; charset=utf-8', { code: 'spec.wrong' }]);
  });

  test('a fault in telling ends the connection, not the process: nobody waits for it', async () => {
    let ended = 0;
    const asked = { ...request, headers: {}, raw: { destroy: () => (ended += 1) } }; // no hook ran: nobody knows who asks
    const host = { switchToHttp: () => ({ getRequest: () => asked, getResponse: () => ({}) }) };
    await new ProblemFilter(refusals, {} as ActorSource).catch(new BusinessError([R.wrong()]), host as never);
    expect(ended).toBe(1);
  });

  test('what failed by our fault is marked so', async () => {
    await answer(new Error('bug'));
    expect((await trail())[0]).toMatchObject({ outcome: 'failed' });
  });

  test('reading leaves no row', async () => {
    const before = (await trail()).length;
    await answer(new BusinessError([R.wrong()]), 'GET');
    expect(await trail()).toHaveLength(before);
  });

  test('a trail that cannot be written does not stand in the way of the answer, and is written later', async () => {
    const before = (await trail()).length;
    await pg.owner.write('alter table audit_entry rename to away');
    for (let i = 0; i < 3; i += 1) expect((await answer(new BusinessError([R.wrong()]))).status).toBe(409);
    expect(errors).toMatchObject([{ code: '42P01' }]); // tried once; from then on only each window
    await pg.owner.write('alter table away rename to audit_entry');
    await refusals.flush();
    expect(await trail()).toHaveLength(before + 3);
  });
});
