import type { Condition } from '@kernel';
import type { HeldBy } from './hold.entity';
import { HoldsService } from './holds.service';

/** No hold that stops the act (`given.stoppedBy`) lies on the project as a whole, or on that lot of it. */
export const NO_HOLD: Condition<unknown, { stoppedBy: readonly string[] }, HeldBy | null> = {
  asks: 'gate_hold',
  alone: true,
  refuses: ({ answer }) => answer !== null && HoldsService.held(answer),
};
