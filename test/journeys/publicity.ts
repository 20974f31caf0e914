import { type Bidder, evaluated, pastDeadline, type Published, publishedTender, submitAll, type World } from './world';

/** Published candidates of a tender by lowest price; the clock still stands before the end of the publicity. */
export async function inPublicity(world: World): Promise<{ tender: Published; bidders: Bidder[]; candidates: { bidId: string; bidder: string; rank: number | null }[]; until: Date }> {
  const tender = await publishedTender(world);
  const bidders = await submitAll(world, tender, ['300', '100', '200']);
  await pastDeadline(world, tender);
  const { candidates, publicityUntil } = await evaluated(world, tender, bidders);
  return { tender, bidders, candidates, until: new Date(publicityUntil) };
}
