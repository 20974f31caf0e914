import { useQuery } from '@tanstack/react-query';
import { type Answer, api, ProblemError } from '../../lib/api/client';

export type Opening = Answer<'/api/tenders/{id}/opening'>;

/** The opening; before the deadline there is none, which is no fault. */
export const useOpening = (tenderId: string | undefined) =>
  useQuery({
    queryKey: ['opening', tenderId],
    enabled: tenderId !== undefined,
    queryFn: () =>
      api.get('/api/tenders/{id}/opening', { path: { id: tenderId! } }).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }),
    refetchInterval: 3000,
  });

/** What the signed record says of each bid. */
export interface RecordedBid {
  bidder: string;
  outcome: string;
  cause: string | null;
  priceFen: string | null;
  durationDays: number | null;
}
export const recordedBids = (record: string): RecordedBid[] => (JSON.parse(record) as { bids: RecordedBid[] }).bids;

/** Where the opening stands, as the hall shows it. */
export const PHASES = ['waiting', 'closed', 'decrypting', 'concluded'] as const;
export function phaseOf(opening: Opening | null | undefined): (typeof PHASES)[number] {
  if (!opening) return 'waiting';
  return opening.status === 'sealed' ? 'closed' : opening.status;
}
