import { asFileName, isFileName, withoutEnd } from '@kernel';

/** What files of a bid usually are, by the ending of their name: browsers and systems do not agree on it, and the committee is shown a file by its type. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  wps: 'application/vnd.ms-works',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  xml: 'application/xml',
  zip: 'application/zip',
};

/** By the ending of the name alone, so that every tool writes the same. */
export const mediaTypeOf = (fileName: string): string => TYPES[/\.([a-z]{3,4})$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

const LONGEST_NAME = 190;
/** A name that is too long loses its middle: by the ending its reader's system knows what to open it with. */
function shortened(name: string): string {
  const letters = [...name];
  const ending = [...(/\.[^.]{1,10}$/.exec(name)?.[0] ?? '')];
  return letters.length <= LONGEST_NAME ? name : [...letters.slice(0, LONGEST_NAME - ending.length), ...ending].join('');
}

/** A name that every system can write to its disk and everybody sees as it is, as the manifest demands (docs/formats/bid-manifest.md); the file itself is not touched. */
export function safeFileName(name: string): string {
  const ended = withoutEnd(shortened(asFileName(name)).trim(), '. ').trim() || 'file';
  return isFileName(ended) ? ended : `_${ended}`;
}
