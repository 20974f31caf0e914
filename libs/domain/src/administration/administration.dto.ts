import { z } from 'zod';
import { line } from '@platform/http';

export const Find = z.strictObject({ q: line(100, 0).optional(), after: line(64, 0).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
