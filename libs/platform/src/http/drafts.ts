import { type DraftFields, textsOf } from '@kernel';
import { z } from 'zod';
import { Line } from '../lanes';
import { altogether, table } from './bounds';
import { code, paragraph } from './texts';

/** Characters of one text of a draft, and bytes of JSON of all that is sent at once. */
const LONGEST = 20_000;
const AT_ONCE = 300_000;
/** Bytes of JSON of a whole draft. */
export const LARGEST_DRAFT = 500_000;

const name = code(120, /^[a-z][a-zA-Z]*(?:\/[A-Za-z0-9._-]+)?(?:\/[A-Za-z0-9._-]+)?$/, '应为草稿中一项的名称 / must be the name of a field of the draft');

/** What a page saves of a draft: each text as JSON, as it was typed, blanks at its ends included. */
export const DraftChanges = {
  basedOn: z.int().min(0).max(1_000_000_000),
  changes: altogether(table(name, paragraph(LONGEST, 0), 2000), AT_ONCE),
};

/** A draft as its author reads it. */
export interface DraftView {
  version: number;
  savedAt: Date | null;
  fields: Record<string, string>;
}

/** The answer to a save. */
export interface DraftSaved {
  version: number;
  savedAt: Date;
  /** What was changed elsewhere since `basedOn`, and therefore not taken from here. */
  newer: Record<string, string>;
}

export const draftView = (draft: { version: number; savedAt: Date; fields: DraftFields } | null | undefined): DraftView =>
  draft ? { version: draft.version, savedAt: draft.savedAt, fields: textsOf(draft.fields) } : { version: 0, savedAt: null, fields: {} };

/** Characters a millisecond: the largest draft every second and a quarter. A page saves once a second, and most are paid for in some milliseconds. */
const PACE = 400;
const turns = new Line({ width: 10_000, each: 1, most: 20_000, mostOfOne: 30, patienceMs: 15_000 });

/**
 * A draft is read and written whole, whatever was changed in it: a letter a time, as fast as a session may ask, is some megabytes of the disk each, and the loop. Of one
 * account, whatever number of sessions he has, one goes after the other, and the next when the characters of the one before (`takes`) are paid for.
 */
export async function inDraftTurn<T>(accountId: string, work: (takes: (fields: DraftFields | undefined) => void) => Promise<T>): Promise<T> {
  const leave = await turns.enter(accountId);
  let characters = 0;
  const takes = (fields: DraftFields = {}) => (characters = Object.values(fields).reduce((sum, { value }) => sum + value.length, 0));
  try {
    return await work(takes);
  } finally {
    setTimeout(leave, characters / PACE).unref();
  }
}
