import { queryOptions } from '@tanstack/react-query';
import { type Answer, api } from '../../lib/api/client';

export type OwnBid = Answer<'/api/tenders/{id}/bids/mine'>[number];

/** Every version that one's own organisation handed in for a tender. */
export const ownBids = (tenderId: string) => queryOptions({ queryKey: ['bids', tenderId], queryFn: () => api.get('/api/tenders/{id}/bids/mine', { path: { id: tenderId } }) });
