import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Tx } from '@platform/db';

/** Of the committee of a tender, once its room is open. */
export interface Seats {
  /** Accounts of the experts who sit. */
  experts: string[];
  /** How many seats of experts have no holder: he fell out, and no draw could replace him. */
  free: number;
}

/** Who sits on a committee: told by the module that seats it, which comes after the draw. */
@Injectable()
export class Sitting implements OnApplicationBootstrap {
  #of: ((tx: Tx, tenderId: string) => Promise<Seats>) | undefined;

  by(of: (tx: Tx, tenderId: string) => Promise<Seats>): void {
    this.#of = of;
  }

  of(tx: Tx, tenderId: string): Promise<Seats> {
    return this.#of!(tx, tenderId);
  }

  onApplicationBootstrap(): void {
    if (!this.#of) throw new Error('nobody says who sits on a committee: sitting.by');
  }
}
