import { type DraftFields, textsOf } from '@kernel';
import { z } from 'zod';
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
