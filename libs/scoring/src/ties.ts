/** A member's order of the tied bids, best first. */
export interface Ballot {
  readonly seat: string;
  readonly order: readonly string[];
}

/**
 * Equals in the order in which the members voted them: the smaller sum of places first; equal sums in the order of the leader's own ballot, so that there is
 * always an order, and never a lot. `group` in any order: the result does not depend on it.
 */
export function orderByBallots(group: readonly string[], ballots: readonly Ballot[], leader: string): string[] {
  const members = new Set(group);
  const orders = ballots.map(({ seat, order }) => ({ seat, order: order.filter((bidId) => members.has(bidId)) }));
  const casting = orders.find(({ seat }) => seat === leader)?.order;
  if (!casting || orders.some(({ order }) => order.length !== members.size)) throw new Error('each ballot orders the whole group, and the leader gives one');
  const sums = new Map(group.map((bidId) => [bidId, orders.reduce((sum, { order }) => sum + order.indexOf(bidId), 0)]));
  return [...members].sort((a, b) => sums.get(a)! - sums.get(b)! || casting.indexOf(a) - casting.indexOf(b));
}
