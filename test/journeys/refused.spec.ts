import { randomUUID } from 'node:crypto';
import { draw } from '../../apps/cli/src/play/life';
import { signIn } from '../../apps/cli/src/play/people';
import { beforeRoom } from './committee';
import { send } from './tools';
import {
  ask,
  closeConnections,
  draftBody,
  firmOf,
  openRoom,
  pastDeadline,
  platformTime,
  type Played,
  publishedTender,
  refusal,
  projectBody,
  registeredProject,
  startWorld,
  submitAll,
  untilConfirmed,
  type World,
} from './world';

/** Refusals that nothing else meets (test/architecture/refused-by-test.spec.ts): what is asked too early, or names what is not there. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 30 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** The first thing that is wrong. */
const codeOf = async (attempt: Promise<unknown>) => (await refusal(attempt)).violations[0]!.code;

it('a project has a tenderer who is registered, and a tender a project that was accepted and documents that are there', async () => {
  const { officer } = world.office;
  expect(await codeOf(registeredProject(world, { tendererUscc: firmOf('无名', 9_000).uscc }))).toBe('intake.no-tenderer');
  const { projectId } = await officer.post<{ projectId: string }>('/api/projects', projectBody(world));
  const now = await platformTime(officer);
  expect(await codeOf(officer.post('/api/tenders', draftBody(world, projectId, now)))).toBe('intake.not-registered');
  const accepted = await registeredProject(world);
  expect(await codeOf(officer.post('/api/tenders', draftBody(world, accepted, now, { documents: [randomUUID()] })))).toBe('files.unknown');
  const { tenderId } = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, accepted, now, { documents: [] }));
  expect(await codeOf(ask(officer, `/api/tenders/${tenderId}/publish`))).toBe('tender.no-documents');
});

it('nothing is objected to before it is public, and no list of another authority is brought', async () => {
  const tender = await publishedTender(world);
  const [bidder] = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
  expect(await codeOf(bidder!.client.post(`/api/tenders/${tender.tenderId}/objections`, { text: '对评标结果有异议' }))).toBe('award.no-publicity');
  const system = await signIn(world.url, 'sys.security.1', world.running.password!);
  expect(await codeOf(system.post(`/api/authorities/${'0'.repeat(64)}/list`, { crl: Buffer.from('x').toString('base64') }))).toBe('trust.authority-unknown');
  await pastDeadline(world, tender);
  await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
  expect(await codeOf(world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/coefficients`, { contribution: 'a'.repeat(64) }))).toBe('opening.coefficient-none');
});

it('a committee is drawn before its room opens, and its seats are those of the draw and of representatives who may', async () => {
  const { approver, hall, experts } = world.office;
  const { tender } = await beforeRoom(world, ['900000000', '910000000', '920000000']);
  const name = (representatives: string[]) => codeOf(approver.post(`/api/tenders/${tender.tenderId}/evaluation`, { representatives }));
  expect(await name(['t1.rep.1'])).toBe('evaluation.draw-not-confirmed');
  await draw(world.office, tender as unknown as Played);
  await untilConfirmed(world.office, tender.tenderId);
  expect(await name(['t1.officer.1'])).toBe('evaluation.not-representative');
  expect(await name([])).toBe('evaluation.representatives');
  const { evaluationId, experts: members } = await openRoom(world.office, tender.tenderId);
  expect(await codeOf(ask(hall, `/api/evaluations/${evaluationId}/replacements`, { seat: 'E9', cause: 'absent', reason: '未到场' }))).toBe('evaluation.no-such-seat');
  const [member] = members;
  await member!.act('expert.check-in', { evaluationId });
  expect(await codeOf(member!.act('score.save', { evaluationId, step: 'reviewing', basedOn: 0, changes: {}, idempotencyKey: randomUUID() }))).toBe('evaluation.not-pledged');
  const outside = [...experts.values()].find((one) => !members.includes(one))!;
  expect(await codeOf(outside.client.get(`/api/evaluations/${evaluationId}/draft`))).toBe('evaluation.no-seat');
});

it('two bids are not opened', async () => {
  const tender = await publishedTender(world);
  await submitAll(world, tender, ['900000000', '910000000']);
  await pastDeadline(world, tender);
  expect(await codeOf(world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`))).toBe('opening.failed');
});

it('a draft and a document have some size, and not any', async () => {
  const { officer } = world.office;
  const save = async (basedOn: number, i: number) =>
    JSON.parse(
      (await send(world.url, 'PUT', '/api/drafts/agency.project.new', { token: officer.token, body: { basedOn, changes: { [`field/${i}`]: JSON.stringify('长'.repeat(19_000)) } } })).text,
    ) as {
      version?: number;
      code?: string;
    };
  let [saved, i]: [Awaited<ReturnType<typeof save>>, number] = [{ version: 0 }, 0];
  for (; saved.version !== undefined && i < 60; i += 1) saved = await save(saved.version, i);
  expect([saved.code, i > 1]).toEqual(['identity.draft-full', true]);
  expect(await codeOf(officer.put('/api/files?name=a.pdf', Buffer.alloc(0), { 'content-type': 'application/pdf' }))).toBe('storage.empty');
});
