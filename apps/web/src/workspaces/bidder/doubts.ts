/** How much of a PDF's end holds its last trailer, whichever way it is written; of its beginning, the first one of a file made for the web. */
const END = 64 * 1024;
const BEGINNING = 4 * 1024;

const textOf = async (blob: Blob) => new TextDecoder('latin1').decode(await blob.arrayBuffer());

/**
 * What may keep a committee from reading a file, and nobody can mend after the deadline: a PDF that is none (ISO 32000-1, 7.5.2), or one that is
 * encrypted (7.6.1). It is said, not refused: the notice may ask for such a file.
 */
export async function doubtAbout(file: File): Promise<'noPdf' | 'encrypted' | undefined> {
  if (!/\.pdf$/i.test(file.name) || file.size === 0) return undefined;
  const beginning = await textOf(file.slice(0, BEGINNING));
  if (!beginning.slice(0, 1024).includes('%PDF-')) return 'noPdf';
  return `${beginning}${await textOf(file.slice(-END))}`.includes('/Encrypt') ? 'encrypted' : undefined;
}
