import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeConnections, Refused } from '../../apps/cli/src/play/client';
import { draw, evaluate, open, openRoom, type Played, publishCandidates, REVIEW, untilConfirmed, uploadDocument } from '../../apps/cli/src/play/life';
import { advance, ask, type Asked, confirm, firmOf, importExperts, type Office, openOffice, platformTime, registerBidder } from '../../apps/cli/src/play/office';
import type { Bidder } from '../../apps/cli/src/play/people';
import type { Running } from '../../apps/cli/src/running';
import { startInstallation } from '../../apps/cli/src/launch';
import { DutiesService } from '@domain/duties';
import { createTestDatabase, demonstrationOn } from '../setup/database';
import { KEYS } from '../setup/server';

export * from '../../apps/cli/src/play/life';
export { advance, ask, confirm, firmOf, platformTime, registerBidder, Refused };
export type { Asked, Bidder, Office };

export const CLOCK = new Date('2026-03-03T01:00:00Z');

export interface World {
  running: Running;
  office: Office;
  url: string;
  documentId: string;
  /** A new bidder with a certificate of the demonstration CA. */
  bidder(name: string): Promise<Bidder>;
  /** Fails where a duty's row is not what is owed. `tampered`: the test wrote into tables past the platform. */
  stop(of?: { tampered?: boolean }): Promise<void>;
}

let serial = 100;

/** A test's actors are hundreds at one address; what the meters do has tests of its own (test/attack/flood.spec.ts). */
export const UNMETERED = { ANONYMOUS_PER_MINUTE: '10000000', PERSON_PER_MINUTE: '10000000' };

async function furnish(running: Running, home: string, experts: number) {
  const office = await openOffice(running.url, home, running.password!);
  if (experts > 0) await importExperts(office, experts, (error) => console.error(error));
  return { office, documentId: await uploadDocument(office, '招标文件（测试）') };
}

/** A whole demonstration installation in this process, on a database of its own: its offices open, its experts in the library. */
export async function startWorld({ experts = 0, env = {} }: { experts?: number; env?: Record<string, string> } = {}): Promise<World> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'tianping-journey-'));
  cpSync(process.env[KEYS]!, join(home, 'demo-ca'), { recursive: true }); // a first start that makes them itself is in first-start.spec and canaries.long.spec
  const running = await startInstallation({ env: { DATA_DIR: home, ...demonstrationOn(database), PORT: '0', LOG_LEVEL: 'error', ...UNMETERED, ...env }, durable: false, clock: CLOCK });
  const { office, documentId } = await furnish(running, running.home, experts).catch(async (error: unknown) => {
    await running.stop(); // or the test run would never end
    await database.drop();
    throw error;
  });
  return {
    running,
    office,
    url: running.url,
    documentId,
    bidder: (name) => registerBidder(office, firmOf(name, serial++)),
    stop: async ({ tampered = false } = {}) => {
      for (const member of [...office.experts.values(), office.representative]) member.leave();
      const drift = await running.app
        .get(DutiesService)
        .drift()
        .catch(() => []); // a database that a test broke is asked nothing
      await running.stop();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
      if (drift.length && !tampered) throw new Error(`duties that are not what is owed: ${JSON.stringify(drift.slice(0, 5))}`);
    },
  };
}

/** The refusal that an attempt meets. Fails when nothing refuses it. */
export async function refusal(attempt: Promise<unknown>): Promise<Refused['problem']> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
  throw new Error('was not refused');
}

/** A project as its agency enters it; `fields` replaces any of it. */
export const projectBody = ({ office: { tendererUscc } }: World, fields: Record<string, unknown> = {}) => ({
  ...{ name: '砚池区道路改造（演示）', category: 'construction', kind: 'A02', region: '990100', tendererUscc, mandate: '委托-1' },
  ...{ approvalNumber: '衡发改〔2026〕1号', fundsSource: '财政资金', estimateFen: '1000000000', stateControlled: true, mandatory: true },
  ...fields,
});

/** A registered project in one line. */
export async function registeredProject(world: World, fields: Record<string, unknown> = {}): Promise<string> {
  const { officer, approver, entry } = world.office;
  const { projectId } = await officer.post<{ projectId: string }>('/api/projects', projectBody(world, fields));
  await confirm(approver, await ask(officer, `/api/projects/${projectId}/submit`));
  await entry.post(`/api/projects/${projectId}/accept`);
  return projectId;
}

export const LOWEST = { method: { method: 'lowest-price', tieRule: 'earlier-receipt' }, review: REVIEW, items: [] };

/** A tender's draft with lawful dates; `fields` replaces any of it. */
export function draftBody(world: World, projectId: string, now: Date, fields: Record<string, unknown> = {}) {
  const day = 86_400_000;
  const midnight = Math.floor((now.getTime() + 8 * 3_600_000) / day) * day - 8 * 3_600_000;
  const at = (days: number, hours: number) => new Date(midnight + days * day + hours * 3_600_000).toISOString();
  return {
    ...{ projectId, title: '砚池区道路改造施工（演示）', scope: '道路改造', qualification: '市政施工三级', plan: LOWEST, ceilingFen: null, candidateLimit: 3 },
    trustees: null as { threshold: number; people: string[] } | null,
    ...{ documentsUntil: at(7, 0), questionsUntil: at(9, 17), deadline: at(21, 9.5), decryptionMinutes: 30, documents: [world.documentId] },
    ...fields,
  };
}

export interface Published {
  tenderId: string;
  code: string;
  projectId: string;
  deadline: Date;
}

/** A published tender in one line. */
export async function publishedTender(world: World, fields: Record<string, unknown> = {}, project: Record<string, unknown> = {}): Promise<Published> {
  const { officer, approver } = world.office;
  const projectId = await registeredProject(world, project);
  const body = draftBody(world, projectId, await platformTime(officer), fields);
  const draft = await officer.post<{ tenderId: string; code: string }>('/api/tenders', body);
  const by = project['procedure'] === 'works-invited' ? 'invitations' : 'publish';
  await confirm(approver, await ask(officer, `/api/tenders/${draft.tenderId}/${by}`));
  return { ...draft, projectId, deadline: new Date(body.deadline) };
}

/** Bids by these prices, in this order; returns the bidders. */
export async function submitAll(world: World, tender: Published, prices: readonly string[], options: Parameters<Bidder['submit']>[2] = {}): Promise<Bidder[]> {
  const bidders: Bidder[] = [];
  for (const [i, price] of prices.entries()) {
    const bidder = await world.bidder(`投标人-${i + 1}`);
    await bidder.submit(tender, price, options);
    bidders.push(bidder);
  }
  return bidders;
}

export const pastDeadline = ({ office }: World, { deadline }: Published) => advance(office, new Date(deadline.getTime() + 1));

/** Opened, and its committee drawn and willing; nobody has checked in. */
export async function drawn(world: World, tender: Published, bidders: readonly Bidder[]): Promise<void> {
  const played = { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played;
  await open(world.office, played, bidders);
  await draw(world.office, played);
  await untilConfirmed(world.office, tender.tenderId);
}

/** From the opening to published candidates, everybody agreeing; for tenders that need no scores. */
export async function evaluated(world: World, tender: Published, bidders: readonly Bidder[], method = 'lowest-price') {
  const { office } = world;
  const played = { ...tender, source: { method, bids: [] } } as unknown as Played;
  await drawn(world, tender, bidders);
  const { evaluationId, experts } = await openRoom(office, tender.tenderId);
  await evaluate(office, played, experts, evaluationId);
  return publishCandidates(office, tender.tenderId);
}

export { closeConnections };
