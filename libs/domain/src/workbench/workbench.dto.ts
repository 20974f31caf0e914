import { z } from 'zod';
import { date, instant } from '@platform/http';

const text = (max: number) => z.string().trim().min(1).max(max);

export const NewRoom = z.strictObject({ name: text(100), seats: z.int().min(1).max(500), equipment: z.string().trim().max(500).default('') });
export type NewRoom = z.infer<typeof NewRoom>;

export const ChangeRoom = z.strictObject({ ...NewRoom.shape, active: z.boolean() });
export type ChangeRoom = z.infer<typeof ChangeRoom>;

export const NewBooking = z.strictObject({ roomId: z.uuid(), tenderId: z.uuid(), startsAt: instant, endsAt: instant });
export type NewBooking = z.infer<typeof NewBooking>;

export const Day = z.strictObject({ day: date.optional() });

export const Find = z.strictObject({ q: z.string().trim().max(100).optional(), after: z.string().max(64).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });

/** A body that says nothing yet. */
export const Nothing = z.strictObject({});
