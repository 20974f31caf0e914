import { useQuery } from '@tanstack/react-query';
import { type Answer, api } from '../../lib/api/client';

export type Tender = Answer<'/api/tenders/{id}'>;

/** A tender by its printed code; `live` asks again often, for pages on which somebody waits. */
export const useTender = (code: string, live = false) =>
  useQuery({ queryKey: ['tender', code], queryFn: () => api.get('/api/tenders/{id}', { path: { id: code } }), ...(live ? { refetchInterval: 5000 } : {}) });
