import { io, type Socket } from 'socket.io-client';
import type { Member } from '../../apps/cli/src/play/people';
import { draw, open, openRoom, type Played, type Published, publishedTender, REVIEW, roomView, submitAll, untilConfirmed, pastDeadline, type Bidder, type World } from './world';
import { PATIENCE_MS } from '../setup/patience';

export interface Committee {
  tender: Published;
  bidders: Bidder[];
  /** Experts in the order of their seats, then the representative. */
  members: Member[];
  evaluationId: string;
  roomId: string;
  bids: { bidId: string; bidder: string; priceFen: string }[];
}

export const beforeRoom = async (
  world: World,
  prices: readonly string[],
  fields: Record<string, unknown> = {},
  beforeOpening?: (tender: Published) => Promise<unknown>,
): Promise<{ tender: Published; bidders: Bidder[] }> => {
  const tender = await publishedTender(world, fields);
  const bidders = await submitAll(world, tender, prices);
  await pastDeadline(world, tender);
  if (beforeOpening) await beforeOpening(tender);
  else await open(world.office, tender as unknown as Played, bidders);
  return { tender, bidders };
};

/** A committee that sits: drawn and called, nobody checked in yet. */
export async function seated(world: World, { tender, bidders }: { tender: Published; bidders: Bidder[] }): Promise<Committee> {
  const { office } = world;
  await draw(office, tender as unknown as Played);
  await untilConfirmed(office, tender.tenderId);
  const { evaluationId, roomId, experts } = await openRoom(office, tender.tenderId);
  return { tender, bidders, members: [...experts, office.representative], evaluationId, roomId, bids: [] };
}

/** Checked in, pledged, its leader elected: at the preliminary review. */
export async function atWork(world: World, of: { tender: Published; bidders: Bidder[] }): Promise<Committee> {
  const committee = await seated(world, of);
  const { members, evaluationId, tender } = committee;
  await Promise.all(members.map((member) => member.act('expert.check-in', { evaluationId })));
  await Promise.all(members.map((member) => member.act('expert.pledge', { evaluationId })));
  for (const member of members.slice(0, 3)) await member.act('leader.elect', { evaluationId, seat: 'E1' });
  return { ...committee, bids: (await roomView(members[0]!, tender.tenderId)).bids };
}

export interface Mark {
  bidId: string;
  itemId: string;
  pass: boolean;
  reason?: string;
}

/** A full review sheet: everything passes but what is named. */
export const marks = ({ bids }: Committee, failed: Record<string, string> = {}, reason = '未按招标文件第 3.2 条提交'): Mark[] =>
  bids.flatMap(({ bidId, bidder }) => REVIEW.map(({ id }): Mark => (failed[bidder.slice(0, 5)] === id ? { bidId, itemId: id, pass: false, reason } : { bidId, itemId: id, pass: true })));

export async function reviewed(committee: Committee, failedBy: (seat: number) => Record<string, string> = () => ({})): Promise<void> {
  const { members, evaluationId } = committee;
  for (const [i, member] of members.entries()) await member.act('review.mark', { evaluationId, marks: marks(committee, failedBy(i)) });
}

export interface Score {
  bidId: string;
  itemId: string;
  score: string;
}

export const scoresOf = (bids: readonly { bidId: string }[], scheme: string, record = '6'): Score[] =>
  bids.flatMap(({ bidId }) => [
    { bidId, itemId: 'scheme', score: scheme },
    { bidId, itemId: 'record', score: record },
  ]);

export interface RoomEvent {
  roomId: string;
  number: number;
  type: string;
  seat: string | null;
  payload: Record<string, unknown>;
}

/** A second pair of eyes on one account: every frame that its socket receives. */
export class Watch {
  readonly frames: string[] = [];
  readonly events: RoomEvent[] = [];

  private constructor(readonly socket: Socket) {
    socket.onAny((name: string, data: unknown) => {
      this.frames.push(JSON.stringify([name, data]));
      if (name === 'room.event') this.events.push(data as RoomEvent);
    });
  }

  static async on({ client }: Pick<Member, 'client'>): Promise<Watch> {
    const watch = new Watch(io(client.base, { auth: { token: client.token }, transports: ['websocket'], forceNew: true }));
    await new Promise<void>((resolve, reject) => {
      watch.socket.once('session.ready', () => resolve());
      watch.socket.once('connect_error', reject);
    });
    return watch;
  }

  async ask<T>(name: string, body: unknown): Promise<{ ok: boolean; data: T; problem: { code: string; status: number } }> {
    const answer = (await this.socket.timeout(PATIENCE_MS).emitWithAck(name, body)) as { ok: boolean; data: T; problem: { code: string; status: number } };
    this.frames.push(JSON.stringify(answer));
    return answer;
  }

  leave(): void {
    this.socket.disconnect();
  }
}
