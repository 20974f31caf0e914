import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refusalCatalogue } from '@kernel';
import { lawMap, lawMapFaults } from '@law';
import { actMap } from '@procedure';
// the whole server is loaded, so each refusal that it can give has entered itself in the catalogue
import '../../api/src/boot';

const LAW_MAP = 'docs/law-map.md';

/** Writes docs/law-map.md of the checkout in `folder`; with `check` only compares it. Throws an Error that says what is stale or wrong. */
export function docs(check: boolean, folder = '.'): void {
  const faults = lawMapFaults(refusalCatalogue);
  if (faults.length) throw new Error(`refusals that name an unknown article:\n  ${faults.join('\n  ')}`);
  const file = resolve(folder, LAW_MAP);
  const wanted = lawMap(refusalCatalogue, actMap());
  if (!check) writeFileSync(file, wanted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted) throw new Error(`${LAW_MAP} is not up to date. Run "tianping docs" and commit the file.`);
}
