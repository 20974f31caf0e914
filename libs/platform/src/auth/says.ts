import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Door } from '../http/doors';
import type { Lane } from '../lanes';

export const SAYS = 'tianping:says';

/** What a route says of itself; the gate reads it before anything is done. */
export interface RouteSays {
  act: string;
  /** Anybody may use it. */
  open: boolean;
  /** Its way to the database; without one, that of whoever asks. */
  lane?: Lane;
  /** Which budget strangers spend here; without one `read`, or `locked` where a session is needed. */
  door?: Door;
  /** It is counted as other acts are although its lane is reserved: done in a loop it leaves rows without end. */
  metered?: true;
  /** The body that it takes: JSON as a rule. */
  takes?: 'json' | 'stream';
  /** What it is asked with or answers with is a secret: nothing of it is kept for an Idempotency-Key, and repeating the request does it again. */
  secret?: true;
  /** Only for somebody who has shown his factors within the last minutes: a session of hours ago changes no factor, for it may be somebody else's by now. */
  fresh?: true;
  /** Answers everybody alike, and is asked where somebody signs in: a page whose session ended goes on asking. */
  alike?: true;
}

type More = Omit<RouteSays, 'act' | 'open'>;

const says = (said: RouteSays) => applyDecorators(SetMetadata(SAYS, said), RouteConfig(said));

/** The permission that a route needs. */
export const Allow = (act: string, more: More = {}) => says({ act, open: false, ...more });

/** A route that anyone may use; it still names its act, for the audit trail. */
export const Public = (act: string, more: More = {}) => says({ act, open: true, ...more });
