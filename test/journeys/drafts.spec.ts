import { randomUUID } from 'node:crypto';
import type { Member } from '../../apps/cli/src/play/people';
import { atWork, beforeRoom, type Committee, marks, scoresOf, Watch } from './committee';
import { LOWEST_FIRST } from './plans';
import { groundOf, rows, send, until } from './tools';
import { advance, closeConnections, platformTime, type Refused, refusal, startWorld, type World } from './world';

/** What is typed and not handed in (roles.md V17): its author's alone, on every device, until he hands in, falls out, or the step is done anew. */
let world: World;
let room: Committee;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
  room = await atWork(world, await beforeRoom(world, ['990000000', '950000000', '970000000', '930000000'], { plan: LOWEST_FIRST }));
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

interface Draft {
  step: string;
  version: number;
  fields: Record<string, string>;
}
const CANARY = '只在草稿里的话-73914';
const act = <T = { version: number; newer: Record<string, string> }>(member: Member, message: string, body: object = {}) => member.act<T>(message, { evaluationId: room.evaluationId, ...body });
const save = (member: Member, changes: Record<string, string>, basedOn = 0, step = 'reviewing') => act(member, 'score.save', { step, basedOn, changes, idempotencyKey: randomUUID() });
const draftOf = ({ client }: Pick<Member, 'client'>) => client.get<Draft>(`/api/evaluations/${room.evaluationId}/draft`);
const stored = () => rows<{ step: string; member: string }>(world, 'select d.step, m.seat as member from evaluation_draft d join evaluation_member m on m.id = d.member_id order by 1, 2');
const hold = (kind: string) =>
  rows(world, `insert into hold (id, project_id, kind, reason, article, placed_at) select gen_random_uuid(), project_id, $2, '测试', 'TBR-54', now() from evaluation where id = $1`, [
    room.evaluationId,
    kind,
  ]);

describe('a draft at a seat', () => {
  it('is kept, and read again from another device', async () => {
    const [one] = room.members as [Member];
    expect(await draftOf(one)).toEqual({ step: 'reviewing', version: 0, savedAt: null, fields: {} });
    expect(await save(one, { 'reason/x': CANARY, 'score/a/b': '"80 "' })).toMatchObject({ newer: {} });
    expect(await draftOf(one)).toMatchObject({ fields: { 'reason/x': CANARY, 'score/a/b': '"80 "' } });
  });

  it('of two tabs neither overwrites what it has not seen, and the other hears of it', async () => {
    const [one] = room.members as [Member];
    const tab = await Watch.on(one);
    const { version: first } = await draftOf(one);
    expect(await save(one, { 'score/a/b': '85', 'score/a/c': '5' }, 0)).toMatchObject({ version: first + 1, newer: { 'score/a/b': '"80 "', 'reason/x': CANARY } });
    expect((await draftOf(one)).fields).toMatchObject({ 'score/a/b': '"80 "', 'score/a/c': '5' });
    expect((await save(one, { 'score/a/b': '85' }, first + 1)).newer).toEqual({});
    await until(async () => tab.frames.some((frame) => frame.includes('draft.saved')));
    tab.socket.disconnect();
  });

  it('nobody else sees it or a trace of its content: no member, no officer, no event, no row of the trail, no kept answer', async () => {
    const [one, other] = room.members as [Member, Member];
    expect((await draftOf(other)).fields).toEqual({});
    const { agency, officer, approver } = world.office as unknown as Record<string, { token: string } | undefined>;
    for (const { token } of [agency, officer, approver].filter((client) => client !== undefined))
      expect((await send(world.url, 'GET', `/api/evaluations/${room.evaluationId}/draft`, { token: token! })).status).toBe(403);
    const views = await Promise.all([one, other].map(({ client }) => client.get(`/api/tenders/${room.tender.tenderId}/evaluation`)));
    expect(JSON.stringify(views)).not.toContain(CANARY);
    const tables = await rows<{ name: string }>(world, `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
    const holding: string[] = [];
    for (const { name } of tables) if ((await rows(world, `select 1 from "${name}" x where x::text like '%' || $1 || '%' limit 1`, [CANARY])).length) holding.push(name);
    expect(holding).toEqual(['evaluation_draft']); // negative control: it is found where it lies
    expect(await rows(world, `select detail from audit_entry where act = 'score.save' and outcome = 'done'`)).toEqual([{ detail: { seat: 'E1' } }]); // once a minute
  });

  it('is guarded as acts of the committee are: step, holds, size, hidden marks', async () => {
    const [one] = room.members as [Member];
    expect(await groundOf(save(one, { 'score/a/b': '1' }, 0, 'scoring'))).toBe('evaluation.wrong-step');
    expect((await refusal(save(one, { 'reason/x': '隐\u200b字' }))).status).toBe(400);
    expect((await refusal(save(one, { 'reason/x': '长'.repeat(20_001) }))).status).toBe(400);
    for (let i = 0; i < 6; i += 1) await save(one, Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`reason/big${i}${n}`, '长'.repeat(19_000)])));
    expect(await groundOf(save(one, Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`reason/more${n}`, '长'.repeat(19_000)]))))).toBe('evaluation.draft-full');
    await rows(world, `delete from evaluation_draft`);
  });

  it('a hand-in from a page that has not seen the newest is refused; then the draft is gone', async () => {
    const [one] = room.members as [Member];
    const seen = await save(one, { 'reason/x': '一' });
    const { version: newest } = await save(one, { 'reason/y': '二' });
    expect(await groundOf(act(one, 'review.mark', { marks: marks(room), draftVersion: seen.version }))).toBe('evaluation.draft-newer');
    await act(one, 'review.mark', { marks: marks(room), draftVersion: newest });
    expect(await stored()).toEqual([]);
    expect(await groundOf(save(one, { 'reason/x': '三' }))).toBe('evaluation.already');
  });
});

describe('a draft ends', () => {
  it('with its author’s seat, and his successor finds nothing; the others’ stay', async () => {
    const [, two, three, four, five] = room.members as Member[];
    for (const member of [two!, three!, four!, five!]) await act(member, 'review.mark', { marks: marks(room) });
    for (const member of [two!, three!]) await save(member, { 'score/a/b': '80' }, 0, 'scoring');
    await act(two!, 'expert.declare-avoidance', { cause: 'health', reason: '突发疾病' });
    expect((await refusal(draftOf(two!))).status).toBe(404);
    expect((await refusal(save(two!, { 'score/a/b': '81' }, 1, 'scoring'))).status).toBe(404);
    expect(await stored()).toEqual([{ step: 'scoring', member: 'E3' }]);
    const login = await until(
      async () =>
        (
          await rows<{ login: string }>(world, `select a.login from evaluation_member m join account a on a.id = m.account_id where m.evaluation_id = $1 and m.seat = 'E2' and m.replaced_at is null`, [
            room.evaluationId,
          ])
        )[0]?.login,
    );
    const next = world.office.experts.get(login)!;
    await act(next, 'expert.check-in');
    await act(next, 'expert.pledge');
    expect((await draftOf(next)).fields).toEqual({});
    room.members[1] = next;
  });

  it('with the step, when other bids are valid than those that were scored', async () => {
    const { members } = room;
    const status = async () => (await rows<{ status: string }>(world, 'select status from evaluation where id = $1', [room.evaluationId]))[0]!.status;
    if ((await status()) === 'electing') for (const member of members.slice(0, 3)) await act(member, 'leader.elect', { seat: 'E1' }).catch((error: Refused) => error);
    expect(await status()).toBe('reviewing');
    expect(await stored()).toEqual([{ step: 'scoring', member: 'E3' }]);
    // found as they were found before, what was typed stays
    await act(members[1]!, 'review.mark', { marks: marks(room) });
    expect([await status(), (await draftOf(members[2]!)).fields]).toEqual(['scoring', { 'score/a/b': '80' }]);
    // other rejections: it is void (`scoreAgain`)
    await rows(
      world,
      `update evaluation set status = 'reviewing', rejections = '[{"bidId":"00000000-0000-0000-0000-000000000000","itemId":"x","votes":{"against":3,"of":5},"reasons":[]}]' where id = $1`,
      [room.evaluationId],
    );
    await rows(world, `update evaluation_member set marks = null where evaluation_id = $1 and seat = 'E2' and replaced_at is null`, [room.evaluationId]);
    await act(members[1]!, 'review.mark', { marks: marks(room) });
    expect([await status(), await stored()]).toEqual(['scoring', []]);
  });

  it('and a stop of the room stops it too', async () => {
    const [one] = room.members as [Member];
    await save(one, { 'score/a/b': '80' }, 0, 'scoring');
    await hold('HS');
    expect((await refusal(save(one, { 'score/a/b': '81' }, 1, 'scoring'))).status).toBe(409);
    expect((await draftOf(one)).fields).toEqual({ 'score/a/b': '80' }); // what was kept stays to be read
    await rows(world, 'delete from hold');
    await act(one, 'score.hand-in', { scores: scoresOf(room.bids, '20') });
  });
});

describe('a draft of a form', () => {
  const KEY = '/api/drafts/agency.project.new';
  const officer = () => world.office.officer;
  const put = async (path: string, changes: Record<string, string>, basedOn = 0) =>
    JSON.parse((await send(world.url, 'PUT', path, { token: officer().token, body: { basedOn, changes } })).text) as object;
  it('belongs to the account, on every device, and to nobody else', async () => {
    expect(await officer().get(KEY)).toEqual({ version: 0, savedAt: null, fields: {} });
    const { version: first } = (await put(KEY, { name: '"道路"' })) as { version: number };
    expect(await put(KEY, { name: '"桥梁"', region: '"990100"' })).toMatchObject({ version: first + 1, newer: { name: '"道路"' } });
    expect(await officer().get(KEY)).toMatchObject({ version: first + 1, fields: { name: '"道路"', region: '"990100"' } });
    expect(await world.office.approver.get(KEY)).toMatchObject({ fields: {} });
    expect((await send(world.url, 'GET', KEY)).status).toBe(401);
    await officer().delete(KEY);
    expect(await officer().get(KEY)).toMatchObject({ version: 0, fields: {} });
    await advance(world.office, new Date((await platformTime(world.office.officer)).getTime() + 60_000));
    for (const name of ['"甲"', '"乙"', '"丙"']) await put(KEY, { name, region: name }, (await officer().get<{ version: number }>(KEY)).version);
    expect(await put(KEY, { name: '"道路"' }, first + 1)).toMatchObject({ newer: { name: '"丙"' } }); // a tab of the draft before knows nothing of this one, however long this one is
    await officer().delete(KEY);
  });

  it('one account has fifty at most', async () => {
    const begin = (n: number) => put(`/api/drafts/ask.${n}`, { text: '"问"' });
    for (let n = 0; n < 50; n += 1) await begin(n);
    expect(await begin(50)).toMatchObject({ code: 'platform.too-many' });
    await begin(0); // one that is there goes on
  });
});
