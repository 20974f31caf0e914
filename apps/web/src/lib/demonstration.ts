import { useQuery } from '@tanstack/react-query';
import { api } from './api/client';

/** What a demonstration tells of itself and of its people; a production knows nothing of it. */
export const useDemonstration = () => useQuery({ queryKey: ['demonstration'], queryFn: () => api.get('/api/demonstration'), retry: false, staleTime: Infinity });
