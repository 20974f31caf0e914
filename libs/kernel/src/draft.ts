/** A text that somebody typed and has not handed in, and at which version of its draft it was changed last. */
export interface DraftField {
  value: string;
  version: number;
}
export type DraftFields = Readonly<Record<string, DraftField>>;

/** What a page sends: texts by name, and the version up to which it knows the draft; 0 knows none. */
export interface DraftChange {
  basedOn: number;
  changes: Readonly<Record<string, string>>;
}

export interface MergedDraft {
  fields: DraftFields;
  version: number;
  /** What others (another tab, another device) changed since `basedOn`: of these fields nothing was taken. */
  newer: Record<string, string>;
}

/**
 * The version before the first of a new draft: seconds since 2020, which earlier drafts of the same form have not reached, so that a tab that was left open over
 * one that was handed in is found to know nothing of this one.
 */
export const versionBefore = (now: Date): number => Math.floor((now.getTime() - Date.UTC(2020, 0, 1)) / 1000);

const copyOf = (fields: DraftFields): Map<string, DraftField> => new Map(Object.entries(fields));

/**
 * Field by field: what nobody else touched since `basedOn` is taken, the rest stays as it is and is told. Nothing that anybody typed is overwritten unseen: who
 * knows a version that this draft has not reached knew one before it that was handed in or given up, and nothing of this one.
 */
export function mergeDraft(fields: DraftFields, version: number, { basedOn: known, changes }: DraftChange): MergedDraft {
  const basedOn = known > version ? 0 : known;
  const merged = copyOf(fields);
  const next = version + 1;
  for (const [name, value] of Object.entries(changes)) if ((merged.get(name)?.version ?? 0) <= basedOn) merged.set(name, { value, version: next });
  const newer = [...merged].filter(([, field]) => field.version > basedOn && field.version < next);
  return { fields: Object.fromEntries(merged), version: next, newer: valuesOf(newer) };
}

const valuesOf = (entries: readonly [string, DraftField][]): Record<string, string> => Object.fromEntries(entries.map(([name, { value }]) => [name, value]));

/** The texts alone. */
export const textsOf = (fields: DraftFields): Record<string, string> => valuesOf(Object.entries(fields));
