import type { ArticleId } from '@law';
import type { Info, Phase, RoleCode } from '@procedure';

/** `among('t.project_id')`: whether a row belongs to the projects that are looked at. */
export type Among = (projectColumn: string) => string;

/**
 * Something that somebody owes, as a question to the database of what is owed now (see `owes`). Time alone changes no answer: when a duty begins to be one, and when
 * it ends by itself, is told with it.
 */
export interface Duty {
  /** Screens name it and know where it is done; mostly the act. */
  readonly kind: string;
  readonly article: ArticleId | null;
  /** Whose list it stands on, where it is owed by their organisation or office. */
  readonly by: readonly RoleCode[];
  /** And where an agency owes it for a tenderer, on whose of the tenderer. */
  readonly also?: readonly RoleCode[];
  /** The request that takes it off the list while it waits for its second person. */
  readonly asks?: readonly string[];
  /** Its day is the end of a period of law and moves to a working day (CIV 203). */
  readonly rolls?: true;
  /** It tells more than that it is due: what has to be seen at the stage in which it arises. */
  readonly tells?: readonly [Info, Phase];
  /** Types of events of a project after which the answer may be another; `tender.` stands for all that begin so. */
  readonly changesWith: readonly string[];
  readonly owed: (among: Among) => string;
}

/** Expressions in SQL. */
interface Columns {
  project: string;
  tender: string;
  /** What it is done to. */
  object: string;
  /** `organisation:<id>` or `role:<role>`. */
  owner: string;
  /** `organisation:<id>` of the tenderer for whom an agency owes it. */
  also?: string;
  due?: string;
  opens?: string;
  closes?: string;
  /** Whether a hold stops it, and its clock. */
  stopped?: string;
}

/** The columns of a question of what is owed. */
export const owes = ({ project, tender, object, owner, also = 'null', due = 'null', opens = 'null', closes = 'null', stopped = 'false' }: Columns): string =>
  `select ${project} as project_id, ${tender} as tender_id, ${object} as object_id, ${owner} as owner, ${also} as also,
    (${due})::timestamptz as due_at, (${opens})::timestamptz as opens_at, (${closes})::timestamptz as closes_at, ${stopped} as stopped`;

const organisation = (id: string): string => `'organisation:' || ${id}`;

/** The side of a lot or project `x`: the agency where there is one, and the tenderer behind it. */
export const sideOf = (x: string): { owner: string; also: string } => ({
  owner: organisation(`coalesce(${x}.agency_id, ${x}.tenderer_id)`),
  also: `case when ${x}.agency_id is not null then ${organisation(`${x}.tenderer_id`)} end`,
});

export const ownerRole = (role: RoleCode): string => `role:${role}`;
