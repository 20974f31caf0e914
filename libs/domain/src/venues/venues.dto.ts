import { z } from 'zod';
import { date, instant, knownAs, line, paragraph, uuid } from '@platform/http';

export const NewRoom = z.strictObject({ name: line(100), seats: z.int().min(1).max(500), equipment: paragraph(500, 0).default('') });
export type NewRoom = z.infer<typeof NewRoom>;

export const ChangeRoom = z.strictObject({ ...NewRoom.shape, active: z.boolean() });
export type ChangeRoom = z.infer<typeof ChangeRoom>;

export const NewBooking = z.strictObject({ roomId: uuid, tenderId: uuid, startsAt: instant, endsAt: knownAs(instant, 'bookingEnds') });
export type NewBooking = z.infer<typeof NewBooking>;

export const Day = z.strictObject({ day: date.optional() });
